"""随驻呼叫: a department that is present when needed is called, and comes."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.centre.choices import DUTY, RUN, VIEW
from plugins.centre.models.presence import Presence
from plugins.centre.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.notices import Told, holders
from portal.records import Entry, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes

CALL_STATES = States(
    State("called", "待到场", "warn", open=True, way="呼叫", next="部门的人到了，登记到场；没有来的，登记没有到场"),
    State("come", "已到场", "ok", way="到场", final=True),
    State("missed", "没有到场", "danger"),
    State("withdrawn", "已取消", "neutral"),
)


class DepartmentCallEvent(Entry, db.Model):
    """One entry of the timeline of a call."""

    __tablename__ = "centre_call_event"
    __table_args__ = (Index("ix_centre_call_event_call", "call_id", "id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("centre_call.id"))

    record: Mapped["DepartmentCall"] = relationship(back_populates="events")


class DepartmentCall(Record, db.Model):
    """随驻呼叫. `due_at`: by when it should come; `minutes`: how long it took."""

    __tablename__ = "centre_call"
    __table_args__ = (
        Index("ix_centre_call_county", "county_id", "called_at", "id"),
        Index("ix_centre_call_township", "township_id", "called_at", "id"),
        *list_indexes("centre_call", "called_at"),
        *waiting_indexes("centre_call", CALL_STATES, "due_at"),
    )
    permission, states = VIEW, CALL_STATES
    tells = {
        "call": Told(
            "handed",
            "综治中心呼叫，请到场",
            to=lambda call, made: [holders(call.presence.department, DUTY)] if call.presence.department else [],
            url="/centre/calls/{id}",
        )
    }

    presence_id: Mapped[int] = mapped_column(ForeignKey("centre_presence.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), index=True, info={"successor": True})
    title: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(200))
    called_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    come_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=0)

    presence: Mapped[Presence] = relationship(back_populates="calls")
    events: Mapped[list[DepartmentCallEvent]] = relationship(back_populates="record", order_by=DepartmentCallEvent.id)

    @property
    def about(self) -> str:
        return f"{self.title}：{self.what}"

    @classmethod
    def reach(cls, user: User, permission: str) -> ColumnElement[bool]:
        """The centre's own people, and those of the department that is called."""
        mine = [cls.department_id == each.id for each in user.units_with(permission)]
        return or_(super().reach(user, permission), *(mine if permission == VIEW else []))

    def allows(self, user: User, permission: str) -> bool:
        called = permission == VIEW and self.department_id in [each.id for each in user.units_with(permission)]
        return called or super().allows(user, permission)

    @begins("呼叫随驻部门", needs=RUN, verb="call")
    def call(cls, presence: Presence, *, what: str, by: User) -> "DepartmentCall":
        """Raises RuleError for a department that has left, and for one that is called already."""
        if presence.status != "open" or not presence.serves_on(clock.today()):
            raise RuleError(f"{presence.title}现在没有入驻，不能呼叫。")
        if any(each.status == "called" for each in presence.calls):
            raise RuleError(f"已经呼叫过{presence.title}，还没有到场。")
        due_at = clock.now() + timedelta(minutes=rules_of(presence.unit).call_minutes)
        made = cls(presence=presence, title=presence.title, what=what, due_at=due_at, called_at=clock.now())
        made.department_id = presence.department_id
        made.place(presence.unit)
        db.session.add(made)
        return made

    @step("登记到场", of="called", to="come", needs=RUN, waits=True)
    def arrive(self, at: datetime, *, by: User) -> str:
        """When it came. Raises RuleError for a time before it was called, or that has not come."""
        if at < self.called_at.replace(second=0, microsecond=0):
            raise RuleError(f"早于呼叫的时间（{clock.local(self.called_at):%m-%d %H:%M}），请核对。", at="at")
        if at > clock.now():
            raise RuleError("时间还没有到，请核对。", at="at")
        self.come_at, self.minutes = at, max(0, int((at - self.called_at).total_seconds() // 60))
        return f"{self.minutes} 分钟后到场。"

    @step("登记没有到场", of="called", to="missed", needs=RUN)
    def miss(self, reason: str, *, by: User) -> str:
        """It did not come; what was done instead."""
        return reason

    @step("取消呼叫", of="called", to="withdrawn", needs=RUN)
    def withdraw(self, reason: str, *, by: User) -> str:
        """It is not needed any more."""
        return reason
