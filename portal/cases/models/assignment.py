"""派单: a case handed to a unit or department, or to a plugin (`channel`) in it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Part, State, States, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case

# step of the unit → where the case stands then: while others still have it in hand, and when this was the last; "" as before
CASE_STANDS = {
    "acknowledge": ("in_progress", "in_progress"),
    "report": ("in_progress", "reported"),
    "return": ("", "triaged"),
}


class Assignment(Part, db.Model):
    """派单. It has states of its own and writes its steps on the timeline of the case.

    `channel` is "" for ordinary handling, or the key of the plugin that handles the case.
    """

    __tablename__ = "cases_assignment"
    __table_args__ = (
        Index("ix_cases_assignment_case", "case_id", "id"),
        Index("ix_cases_assignment_inbox", "unit_id", "state", "id"),
    )

    states = States(
        State("sent", "待签收", open=True),
        State("acknowledged", "办理中", open=True),
        State("reported", "已反馈", "ok"),
        State("returned", "已退回", "warn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    channel: Mapped[str] = mapped_column(String(31), default="")
    status: Mapped[str] = mapped_column("state", String(14), default="sent")
    note: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    acknowledged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    record: Mapped["Case"] = relationship(back_populates="assignments")
    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id], lazy="joined")

    @classmethod
    def held_by(cls, units):
        """The condition: handed to one of `units` (ids, or a parameter for them) and not sent back."""
        return and_(cls.status != "returned", cls.unit_id.in_(units))

    @classmethod
    def waits_at(cls, units):
        """The condition: one of `units` (as in `held_by`) has still to do it, in the portal and not by some other way."""
        return and_(cls.unit_id.in_(units), cls.status.in_(cls.states.open), cls.channel == "")

    def is_for(self, user: User, permission: str) -> bool:
        """Whether the user holds `permission` in the very unit this was handed to, not above it and not elsewhere."""
        return any(unit.id == self.unit_id for unit in user.units_with(permission))

    # -- what a step asks of it --------------------------------------------------------------------------------------

    def entrusted_to(self, user: User, permission: str) -> bool:
        return self.is_for(user, permission)

    def wrong_state(self) -> str:
        return f"这张派单现在是“{self.status_name}”，不能这样办理。请刷新页面。"

    def refusal(self, permission: str) -> str:
        return f"这张派单交给了{self.unit}，只有该单位的工作人员可以办理。"

    def move(self, verb: str, to: str = "", *, by: User | None, **entry) -> Entry:
        """Go to `to`, and let the case stand as its hands do."""
        self.status = to or self.status
        still, last = CASE_STANDS[verb]
        return self.record.move(verb, still if self.record.in_hands else last, by=by, unit=self.unit, **entry)

    # -- steps -------------------------------------------------------------------------------------------------------

    @step("签收", of="sent", to="acknowledged", needs="cases.handle", waits=True)
    def acknowledge(self, *, by: User) -> str:
        """签收."""
        self.acknowledged_by, self.acknowledged_at = by, clock.now()
        return f"{self.unit}已签收。"

    @step("反馈", of="acknowledged", to="reported", needs="cases.handle", waits=True)
    def report(self, result: str, *, by: User) -> str:
        """反馈办理结果; when the last open assignment is answered the case waits for verification."""
        return self._end(result)

    @step("退回", of=("sent", "acknowledged"), to="returned", needs="cases.handle", verb="return")
    def return_(self, reason: str, *, by: User) -> str:
        """退回, with the reason; the case is to be handed out again."""
        return self._end(reason)

    def _end(self, result: str) -> str:
        self.result, self.ended_at = result, clock.now()
        return result


class HandedOn:
    """A case is handed to units and departments, several at once if need be."""

    @declared_attr
    def assignments(cls) -> Mapped[list[Assignment]]:
        return relationship(back_populates="record", order_by=Assignment.id)

    @property
    def in_hands(self) -> bool:
        """Whether somebody has it who has not answered yet."""
        return any(each.open for each in self.assignments)

    @step("交办", of=("triaged", "assigned", "in_progress", "reported"), needs="cases.assign")
    def assign(self: "Case", unit: OrgUnit, *, by: User, note: str = "", channel: str = "") -> Moved:
        """交办 to a unit or department, or to the desk of a plugin in it. Raises RuleError when it already has it."""
        if any(each.open and (each.unit_id, each.channel) == (unit.id, channel) for each in self.assignments):
            raise RuleError(f"这件事已经交给{unit}，正在办理。")
        made = Assignment(unit=unit, unit_id=unit.id, channel=channel, note=note, sent_by_id=by.id, status="sent")
        self.assignments.append(made)
        return Moved(
            f"交{unit}办理。{note}", to="assigned" if self.status in ("triaged", "reported") else "", made=made
        )
