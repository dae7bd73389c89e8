"""Writing to the audit trail."""

import json
from collections.abc import Iterable
from functools import cache

from flask import current_app, g, has_request_context, request
from flask_login import current_user
from sqlalchemy import Insert, Update, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from portal import clock
from portal.audit import anchors
from portal.audit.models import AuditChain, AuditEntry
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction.columns import redacted

__all__ = ["record"]

ACTIONS = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "sign_out": "退出",
    "sessions_ended": "退出其他地方的登录",
    "reveal": "查看完整个人信息",
    "number_guesses": "多次查找不到的号码",
    "download": "下载文件",
    "print": "打印文书",
    "export": "导出列表",
    "export_ask": "申请导出",
    "export_approve": "批准导出",
    "export_refuse": "不批准导出",
    "import": "导入名册",
    "import_undo": "撤销导入",
    "issue": "定稿文书",
    "unit_change": "变动机构",
    "account_create": "开通账号",
    "account_password": "重设密码",
    "account_appoint": "增加任职",
    "account_end": "终止任职",
    "account_delegate": "请人代办",
    "account_deputy": "设副职",
    "account_act_for": "代办一步",
    "account_delegate_end": "收回代办",
    "account_lock": "锁定账号",
    "account_dormant": "长期没有登录，锁定账号",
    "account_unlock": "解除锁定",
    "account_close": "停用账号",
    "account_vouch": "确认账号是本单位的人",
    "account_disown": "账号不是本单位的人",
    "password_change": "修改本人密码",
    "factor_set": "设置动态码",
    "factor_drop": "不再用动态码",
    "factor_codes": "重新生成备用码",
    "factor_recovery": "用掉一个备用码",
    "account_factor": "取消账号的动态码和通行密钥",
    "passkey_add": "增加通行密钥",
    "passkey_remove": "删去通行密钥",
    "provider_change": "设置统一身份认证",
    "plugin_switch": "开关功能模块",
    "settings_change": "修改设置",
    "role_change": "调整角色权限",
    "role_make": "新设、改名、停用角色",
    "channel_change": "设置消息通道",
    "plugin_purge": "清除模块数据",
    "person_edit": "修改居民信息",
    "person_merge": "合并重复登记的居民",
    "person_movement": "登记居民变动",
    "person_part": "撤销居民的合并",
    "person_export": "导出本人信息",
    "person_erase": "删除本人信息",
    "person_ask": "登记本人的限制、删除请求",
    "person_grant": "同意本人的请求",
    "person_refuse": "不同意本人的请求",
    "person_answer": "答复本人的请求",
    "person_consent": "登记本人的同意",
    "person_consent_end": "登记本人撤回同意",
    "retention_ask": "申请处理到期信息",
    "retention_approve": "同意处理到期信息",
    "retention_refuse": "不同意处理到期信息",
    "retention_done": "处理到期信息",
    "retention_withdraw": "撤回处理到期信息的申请",
    "retention_fail": "处理到期信息没有做成",
    "person_seen": "告知本人谁看过",
    "family_merge": "合并家庭档案",
    "family_remove": "删除家庭档案",
    "demo_load": "装入演示数据",
    "key_change": "更换数据密钥",
    "audit_checkpoint": "生成审计检查点",
    "audit_proof": "导出审计核验文件",
    "audit_archive": "归档审计记录",
    "audit_archive_read": "下载审计归档",
}
FAILED = frozenset({"sign_in_failed", "number_guesses"})  # what was tried and did not succeed
ACCESS = frozenset({"reveal", "export", "download", "print", "person_export"})  # somebody saw or took data of residents


def action_names() -> dict[str, str]:
    """What may stand in the trail → its name: of the core, and of every installed plugin, on or off."""
    manifests = current_app.extensions["portal_plugins"].manifests.values()
    return ACTIONS | {action: name for each in manifests for action, name in each.audit_actions.items()}


def record(
    action: str,
    *,
    subject: object = None,
    unit: OrgUnit | None = None,
    detail: str = "",
    actor=None,
    changes: Iterable[tuple[str, str, str]] = (),
    whose: str | None = None,
) -> None:
    """Add an entry in the transaction under way, and commit nothing.

    `action` is a key of `action_names`: of your own, one of the manifest's `audit_actions`. `subject` is the row concerned; `unit` the unit whose auditor is to see it, by default that of the actor.
    `changes`: field, what it was and what it is, in words; of residents masked, for whoever audits sees none.
    `whose`: name of who is on leave, in whose office it is done, "" where it is done in an own one; by default as the right of the page is held.
    """
    told = [[redacted(each) for each in line] for line in changes]
    actor = actor or _signed_in()
    unit = unit or next(iter(actor.units if actor else ()), None)
    whose = _on_behalf(actor, unit) if whose is None else whose
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
        detail=f"代{whose}：{detail}" if whose else detail,
        address=(request.remote_addr or "") if has_request_context() else "",
        changes=json.dumps(told, ensure_ascii=False) if told else "",
        at=clock.now(),
    )
    entry.seal = entry.sealed_after(head)
    db.session.add(entry)
    db.session.flush()
    head = AuditChain(actor=who).sealed_at(seq, entry.seal)
    db.session.execute(_sealing(), {"whose": who, "head": head})
    anchors.note_head(who, seq, head)


def _on_behalf(actor, unit: OrgUnit | None) -> str:
    """Name of who is on leave, for whom alone the right of the page is held in `unit`; "" where it is an own one."""
    asked = g.get("permission") if has_request_context() else None
    return actor.on_behalf_of(asked, unit) if actor and unit and asked else ""


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
