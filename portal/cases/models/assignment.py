"""派单: a case handed to a unit or department, or to a plugin (`channel`) in it."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit

if TYPE_CHECKING:
    from portal.cases.models.case import Case

STATES = {"sent": "待签收", "acknowledged": "办理中", "reported": "已反馈", "returned": "已退回"}
OPEN = ("sent", "acknowledged")


class Assignment(db.Model):
    """派单. `channel` is "" for ordinary handling, or the key of the plugin that handles the case."""

    __tablename__ = "cases_assignment"
    __table_args__ = (
        Index("ix_cases_assignment_case", "case_id", "id"),
        Index("ix_cases_assignment_inbox", "unit_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    channel: Mapped[str] = mapped_column(String(31), default="")
    state: Mapped[str] = mapped_column(String(14), default="sent")
    note: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    acknowledged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    case: Mapped["Case"] = relationship(back_populates="assignments")
    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id], lazy="joined")

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @classmethod
    def held_by(cls, units):
        """The condition: handed to one of `units` (ids, or a parameter for them) and not sent back."""
        return and_(cls.state != "returned", cls.unit_id.in_(units))

    @classmethod
    def waits_at(cls, units):
        """The condition: one of `units` (as in `held_by`) has still to do it, in the portal and not by some other way."""
        return and_(cls.unit_id.in_(units), cls.state.in_(("sent", "acknowledged")), cls.channel == "")

    def is_for(self, user: User, permission: str) -> bool:
        """Whether the user holds `permission` in the very unit this was handed to, not above it and not elsewhere."""
        return any(unit.id == self.unit_id for unit in user.units_with(permission))

    def can_be_acknowledged_by(self, user: User) -> bool:
        return self.state == "sent" and self.is_for(user, "cases.handle")

    def can_be_reported_by(self, user: User) -> bool:
        return self.state == "acknowledged" and self.is_for(user, "cases.handle")

    def can_be_returned_by(self, user: User) -> bool:
        return self.open and self.is_for(user, "cases.handle")

    def acknowledge(self, *, by: User) -> None:
        """签收."""
        self._check(self.can_be_acknowledged_by(by), self.state == "sent", by)
        self.state, self.acknowledged_by, self.acknowledged_at = "acknowledged", by, clock.now()
        self.case.move("acknowledge", "in_progress", by=by, note=f"{self.unit}已签收。", unit=self.unit)

    def report(self, result: str, *, by: User) -> None:
        """反馈办理结果; when the last open assignment is answered the case waits for verification."""
        self._check(self.can_be_reported_by(by), self.state == "acknowledged", by)
        self.state, self.result, self.ended_at = "reported", result, clock.now()
        waiting = any(each.open for each in self.case.assignments)
        self.case.move("report", "in_progress" if waiting else "reported", by=by, note=result, unit=self.unit)

    def return_(self, reason: str, *, by: User) -> None:
        """退回, with the reason; the case is to be handed out again."""
        self._check(self.can_be_returned_by(by), self.open, by)
        self.state, self.result, self.ended_at = "returned", reason, clock.now()
        waiting = any(each.open for each in self.case.assignments)
        self.case.move("return", self.case.status if waiting else "triaged", by=by, note=reason, unit=self.unit)

    def _check(self, allowed: bool, state_fits: bool, user: User) -> None:
        if not state_fits:
            raise WrongState(f"这张派单现在是“{STATES[self.state]}”，不能这样办理。请刷新页面。")
        if not allowed:
            raise NotAllowed(f"这张派单交给了{self.unit}，只有该单位的工作人员可以办理。")
