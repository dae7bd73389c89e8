"""Writing to the audit trail and checking that nobody changed it."""

from functools import cache

from flask import current_app, has_request_context, request
from flask_login import current_user
from sqlalchemy import Insert, Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal import clock
from portal.audit.models import AuditChain, AuditEntry
from portal.extensions import db
from portal.org.models import OrgUnit

__all__ = ["record"]

ACTIONS = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "sign_out": "退出",
    "reveal": "查看完整个人信息",
    "download": "下载文件",
    "print": "打印文书",
    "export": "导出列表",
    "import": "导入名册",
    "import_undo": "撤销导入",
    "issue": "定稿文书",
    "account_create": "开通账号",
    "account_password": "重设密码",
    "account_appoint": "增加任职",
    "account_end": "终止任职",
    "account_lock": "锁定账号",
    "account_unlock": "解除锁定",
    "account_close": "停用账号",
    "password_change": "修改本人密码",
    "plugin_switch": "开关功能模块",
    "settings_change": "修改设置",
    "role_change": "调整角色权限",
    "plugin_purge": "清除模块数据",
    "person_edit": "修改居民信息",
    "person_export": "导出本人信息",
    "person_erase": "删除本人信息",
    "family_merge": "合并家庭档案",
    "family_remove": "删除家庭档案",
    "demo_load": "装入演示数据",
}


def action_names() -> dict[str, str]:
    """What may stand in the trail → its name: of the core, and of every installed plugin, on or off."""
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    return ACTIONS | {action: name for each in manifests for action, name in each.audit_actions.items()}


def record(action: str, *, subject: object = None, unit: OrgUnit | None = None, detail: str = "", actor=None) -> None:
    """Add an entry in the transaction under way, and commit nothing.

    `subject` is the row concerned; `unit` the unit whose auditor is to see it, by default that of the actor.
    """
    actor = actor or _signed_in()
    unit = unit or next(iter(actor.units if actor else ()), None)
    who = actor.id if actor else 0
    seq, head = db.session.execute(_turn(db.engine.dialect.name), {"actor": who, "count": 1, "head": ""}).one()
    entry = AuditEntry(
        actor_id=actor.id if actor else None,
        chain=who,
        seq=seq,
        unit_id=unit.id if unit else None,
        county_id=unit.county_id if unit else None,
        action=action,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=str(subject.id) if subject is not None else "",
        detail=detail,
        address=(request.remote_addr or "") if has_request_context() else "",
        at=clock.now(),
    )
    entry.seal = entry.sealed_after(head)
    db.session.add(entry)
    db.session.flush()
    db.session.execute(_sealing(), {"whose": who, "head": AuditChain(actor=who).sealed_at(seq, entry.seal)})


@cache
def _turn(dialect: str) -> Insert:
    """Upsert that takes the next number of a chain and returns it with the current head. The row stays locked until the
    transaction ends."""
    chain = AuditChain.__table__
    begun = (postgresql if dialect == "postgresql" else sqlite).insert(chain)
    turn = begun.on_conflict_do_update(index_elements=["actor"], set_={"count": chain.c.count + 1})
    return turn.returning(chain.c.count, chain.c.head)


@cache
def _sealing() -> Update:
    return update(AuditChain.__table__).where(AuditChain.actor == bindparam("whose"))


def _signed_in():
    if has_request_context() and current_user.is_authenticated:
        return current_user
    return None


def faults() -> list[str]:
    """Every inconsistency of the trail as a sentence in Chinese; empty when nothing was changed."""
    found = []
    heads = select(AuditChain).order_by(AuditChain.actor).execution_options(populate_existing=True)
    chains = {chain.actor: chain for chain in db.session.scalars(heads)}
    for actor in db.session.scalars(select(AuditEntry.chain).distinct().order_by(AuditEntry.chain)):
        if actor not in chains:
            found.append(f"用户 {actor} 的记录没有链头。")
    for chain in chains.values():
        found += _faults_of(chain)
    return found


def _faults_of(chain: AuditChain) -> list[str]:
    found, head, seq = [], "", 0
    entries = select(AuditEntry).where(AuditEntry.chain == chain.actor).order_by(AuditEntry.seq)
    for entry in db.session.scalars(entries.execution_options(yield_per=1000)):
        seq += 1
        if entry.seq != seq:
            found.append(f"用户 {chain.actor} 的第 {seq} 条记录缺失。")
            seq = entry.seq
        if entry.seal != entry.sealed_after(head):
            found.append(f"记录 {entry.id}（用户 {chain.actor} 第 {entry.seq} 条）被改动过，或前一条缺失。")
        head = chain.sealed_at(seq, entry.seal)
    if (seq, head) != (chain.count, chain.head):
        found.append(f"用户 {chain.actor} 的记录末尾不符：应有 {chain.count} 条，实有 {seq} 条。")
    return found
