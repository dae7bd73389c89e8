"""Writing to the audit trail and checking that nobody changed it."""

from flask import has_request_context, request
from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.audit.models import AuditChain, AuditEntry
from portal.extensions import db
from portal.org.models import OrgUnit

ACTIONS = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "sign_out": "退出",
    "reveal": "查看完整个人信息",
    "download": "下载文件",
    "print": "打印文书",
    "issue": "定稿文书",
    "plugin_switch": "开关功能模块",
    "person_edit": "修改居民信息",
}


def record(action: str, *, subject: object = None, unit: OrgUnit | None = None, detail: str = "", actor=None) -> None:
    """Add an entry in the transaction under way. `subject` is the row concerned. Commits nothing."""
    actor = actor or _signed_in()
    entry = AuditEntry(
        actor_id=actor.id if actor else None,
        chain=actor.id if actor else 0,
        unit_id=unit.id if unit else None,
        county_id=unit.county_id if unit else None,
        action=action,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=str(subject.id) if subject is not None else "",
        detail=detail,
        address=(request.remote_addr or "") if has_request_context() else "",
        at=clock.now(),
    )
    chain = db.session.get(AuditChain, entry.chain, with_for_update=True)
    if chain is None:
        chain = AuditChain(actor=entry.chain, count=0, head="")
        db.session.add(chain)
    entry.seq = chain.count = chain.count + 1
    entry.seal = chain.head = entry.sealed_after(chain.head)
    db.session.add(entry)


def _signed_in():
    if has_request_context() and current_user.is_authenticated:
        return current_user
    return None


def faults() -> list[str]:
    """Every place where the trail does not fit together, in Chinese; empty when it is whole."""
    found = []
    for chain in db.session.scalars(select(AuditChain).order_by(AuditChain.actor)):
        seal, seq = "", 0
        entries = select(AuditEntry).where(AuditEntry.chain == chain.actor).order_by(AuditEntry.seq)
        for entry in db.session.scalars(entries.execution_options(yield_per=1000)):
            seq += 1
            if entry.seq != seq:
                found.append(f"用户 {chain.actor} 的第 {seq} 条记录缺失。")
                seq = entry.seq
            if entry.seal != entry.sealed_after(seal):
                found.append(f"记录 {entry.id}（用户 {chain.actor} 第 {entry.seq} 条）被改动过。")
            seal = entry.seal
        if seq != chain.count or seal != chain.head:
            found.append(f"用户 {chain.actor} 的记录末尾缺失：应有 {chain.count} 条，实有 {seq} 条。")
    return found
