"""催办、收回、超期未反馈销单: what whoever handed a case on may do while it is not answered."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect
from portal.plugin.dispatch import name_of
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.assignment import Assignment

UNANSWERED = ("sent", "acknowledged")
ENDED_BY_SENDER = ("recalled", "silent", "ended")  # the unit is told, on its desk


class Reminder(db.Model):
    """催办: who asked for an answer, on which day; once a day each."""

    __tablename__ = "cases_reminder"
    __table_args__ = (UniqueConstraint("assignment_id", "by_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("cases_assignment.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    on: Mapped[date]


def _may_be_silent(assignment: "Assignment") -> RuleError | str:
    if not assignment.overdue:
        return WrongState("这张派单还没有超期，不能按超期未反馈销单。可以催办或者收回。")
    return assignment.on_another_desk


def _is_elsewhere(assignment: "Assignment") -> str:
    return assignment.on_another_desk


class Chased:
    """An assignment is asked for, taken back, or closed over silence. `told_at`: when its unit has read that it was. `instead`: who gets it in the
    same step."""

    instead: ClassVar[OrgUnit | None] = None

    reminded: Mapped[int] = mapped_column(default=0, server_default="0")
    reminded_at: Mapped[datetime | None] = mapped_column()
    told_at: Mapped[datetime | None] = mapped_column()

    @property
    def on_another_desk(self: "Assignment") -> str:
        """What is said of one that a plugin in effect handles by steps of its own; "" of every other."""
        if self.channel not in in_effect(self.record.unit):
            return ""
        name = name_of(self.channel)
        return f"这件事正在“{name}”里办理，请从本件页面进入“{name}”，先在那里终止，再回来办这一步。"

    @property
    def overdue(self: "Assignment") -> bool:
        """Whether its date, or that of the case, is past; not while the time of the case stands still."""
        return self.answer_by is not None and self.answer_by < clock.now()

    @step("催办", of=UNANSWERED, needs="cases.assign", unless=_is_elsewhere)
    def remind(self: "Assignment", *, by: User, note: str = "") -> str:
        """催办: it stands on the desk of the unit. Raises RuleError for a second time on one day by the same person."""
        mine = exists().where(Reminder.assignment_id == self.id, Reminder.by_id == by.id, Reminder.on == clock.today())
        if db.session.scalar(select(mine)):
            raise RuleError(f"您今天已经催办过{self.unit}，一天只能催办一次。着急的请打电话联系。")
        db.session.add(Reminder(assignment_id=self.id, by_id=by.id, on=clock.today()))
        self.reminded, self.reminded_at = self.reminded + 1, clock.now()
        return f"第 {self.reminded} 次催办{self.unit}。{note}"

    @step("收回", of=(*UNANSWERED, "contested"), to="recalled", needs="cases.assign", unless=_is_elsewhere)
    def recall(self: "Assignment", reason: str, *, by: User, instead: OrgUnit | None = None) -> Moved:
        """收回, with the reason: the unit has nothing to do with it any more, and is told so; `instead` gets it in the same role, by the same day where that is
        to come. Raises RuleError as `Case.assign` does."""
        if instead and instead.id == self.unit_id:
            raise RuleError(f"还是由{self.unit}办理的，不用收回。", at="instead")
        until = self.due_at if self.due_at and self.due_at > clock.now() else None
        hands_on = lambda: self.record.assign(instead, by=by, role=self.role, due_at=until)  # noqa: E731
        self.instead = instead
        said = f"从{self.unit}收回{f'，改交{instead}' if instead else ''}。{self.end(reason)}"
        return Moved(said, then=hands_on if instead else None)

    @step("超期未反馈销单", of=UNANSWERED, to="silent", needs="cases.oversee", unless=_may_be_silent)
    def close_silent(self: "Assignment", reason: str, *, by: User) -> str:
        """超期未反馈销单 by the director of the centre: recorded as an assignment that was never answered."""
        return f"{self.unit}超期未反馈。{self.end(reason)}"

    @step("知悉", of=ENDED_BY_SENDER, needs="cases.handle", unless=lambda row: "已经知悉。" if row.told_at else "")
    def take_note(self: "Assignment", *, by: User) -> str:
        """知悉: the unit has read that it was recalled, or closed over its silence, or that the case ended."""
        self.told_at = clock.now()
        return f"{self.unit}已知悉。"
