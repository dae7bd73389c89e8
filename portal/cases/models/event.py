"""办理记录: the timeline of a case, append-only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit

VERBS = {
    "register": "登记",
    "triage": "受理分流",
    "decline": "不予受理",
    "assign": "交办",
    "acknowledge": "签收",
    "report": "反馈",
    "return": "退回",
    "resolve": "办结",
    "extend": "延期",
    "archive": "归档",
    "note": "记录",
}


class CaseEvent(db.Model):
    """One step: who, from where, when, from which state to which, and the words that go with it."""

    __tablename__ = "cases_event"
    __table_args__ = (Index("ix_cases_event_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    verb: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    from_status: Mapped[str] = mapped_column(String(12), default="")
    to_status: Mapped[str] = mapped_column(String(12), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User | None] = relationship()
    unit: Mapped[OrgUnit | None] = relationship()


@event.listens_for(CaseEvent, "before_update")
@event.listens_for(CaseEvent, "before_delete")
def _append_only(mapper, connection, target) -> None:
    raise RuntimeError("the timeline of a case is append-only")
