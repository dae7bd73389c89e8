"""Taking back a roster of offices: one that somebody may have used stays, because the trail tells by it from which office things were done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from portal.accounts import former_passwords, verbs
from portal.accounts.models import Appointment, User
from portal.accounts.sessions import EVERY, SignIn
from portal.audit import trail
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.org.models import OrgUnit

GIVEN = ("account_create", "account_appoint")


def used(office: Appointment) -> str:
    """Why `office` may not be taken back any more: since it was given its account signed in, was there (or shortly before: who is signed in is noted every few
    minutes), or stands in the trail; "" where it did not."""
    user, told = office.user, verbs.with_days(office)
    given = db.session.execute(
        select(AuditEntry.id, AuditEntry.at)
        .where(AuditEntry.subject_kind == User.__tablename__, AuditEntry.subject_id == str(user.id))
        .where(AuditEntry.action.in_(GIVEN), AuditEntry.unit_id == office.unit_id)
        .where(AuditEntry.detail.in_((told, f"{user.username}：{told}")))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    done, there = AuditEntry.chain == user.id, SignIn.user_id == user.id
    if given:  # of an office whose giving is not found any use counts
        done, there = done & (AuditEntry.id > given.id), there & (SignIn.seen_at > given.at - EVERY)
    if not db.session.scalar(select(or_(exists().where(done), exists().where(there)))):
        return ""
    return (
        f"{user.name}（{user.username}）的任职“{office.unit.name}　{office.role_name}”，导入以后他的账号登录过或者有审计记录，"
        "不能整批撤销。请在各人的账号页面上终止任职。"
    )


@dataclass(frozen=True)
class Given:
    """What a line gave: an office, and to whoever was new an account."""

    user: User
    unit: OrgUnit
    told: str

    @classmethod
    def by(cls, office: Appointment) -> "Given":
        return cls(office.user, office.unit, verbs.with_days(office))

    def let_go(self, *, since: datetime) -> None:
        """The office is deleted: the trail says whose it was; an account opened `since` then goes with its last office, never used."""
        user, unit = self.user, self.unit
        trail.record(
            "account_end", subject=user, unit=unit, detail=f"撤销导入：{user.name}（{user.username}），{self.told}"
        )
        if user not in db.session:  # gone with another of its offices
            return
        db.session.expire(user, ["appointments"])
        if user.created_at >= since and not user.appointments:
            former_passwords.forget(user.id)
            db.session.delete(user)
