"""挂起、恢复: the time of a case stands still, with a reason and until a day; it goes on with what was left of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import step
from portal.redaction import RedactedText
from portal.workdays.calendar import end_of_day
from portal.workdays.models import load_calendar

if TYPE_CHECKING:
    from portal.cases.models.case import Case

STILL_SQL = "until IS NULL"  # written out, as in the partial index


class Suspension(db.Model):
    """挂起 of a case from `since` to `until` (None: still), expected to end on `until_on`. `due_at`: what its time was before."""

    __tablename__ = "cases_suspension"
    __table_args__ = (
        Index("ix_cases_suspension_still", "until_on", sqlite_where=text(STILL_SQL), postgresql_where=text(STILL_SQL)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    reason: Mapped[str] = mapped_column(RedactedText())
    since: Mapped[datetime] = mapped_column(default=clock.now)
    until_on: Mapped[date]
    until: Mapped[datetime | None]
    due_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    def moved(self, due_at: datetime, now: datetime) -> datetime:
        """`due_at` later by the working days that the case has stood still; one that is no end of a day, by the time itself."""
        calendar, day = load_calendar(), clock.local(due_at).date()
        if due_at != end_of_day(day):
            return due_at + (now - self.since)
        stood = calendar.workdays_between(clock.local(self.since).date(), clock.local(now).date())
        return end_of_day(calendar.add_workdays(day, stood))


def _stands_still(case: "Case") -> RuleError | str:
    return WrongState("这件事已经挂起，不能再挂起一次。") if case.suspension else ""


def _runs(case: "Case") -> RuleError | str:
    return "" if case.suspension else WrongState("这件事没有挂起，不用恢复。")


class Suspended:
    """A case may stand still while it waits for something (a court, an expertise, a season). Then it has no `due_at`."""

    @declared_attr
    def suspensions(cls) -> Mapped[list[Suspension]]:
        return relationship(order_by=Suspension.id)

    @property
    def suspension(self: "Case") -> Suspension | None:
        """The one that holds now. Asked for only of a case whose time does not run."""
        if self.due_at is not None or not (self.id and self.open):
            return None
        return next((each for each in self.suspensions if each.until is None), None)

    def stand_until(self: "Case", due_at: datetime, **marks) -> None:
        if self.suspension:
            raise RuleError("这件事已经挂起，时限停着。请先恢复办理。")
        super().stand_until(due_at, **marks)  # type: ignore[misc]

    def moved(self: "Case", due_at: datetime) -> datetime:
        """`due_at` later by what it has stood still since its time began to run."""
        for each in self.suspensions:
            if each.until and self.clock_from and each.since >= self.clock_from:
                due_at = each.moved(due_at, each.until)
        return due_at

    @step("挂起", of=("triaged", "assigned", "in_progress", "reported"), needs="cases.oversee", unless=_stands_still)
    def suspend(self: "Case", reason: str, until_on: date, *, by: User) -> str:
        """挂起 until a day on which it stands on the desk again. Raises RuleError for a day that is not to come."""
        if until_on <= clock.today():
            raise RuleError("预计恢复的日期应当在今天以后。", at="until_on")
        self.suspensions.append(
            Suspension(reason=reason, until_on=until_on, due_at=self.due_at, by_id=by.id, since=clock.now())
        )
        self.due_at = self.warn_at = self.twice_at = None
        return f"预计 {until_on} 恢复办理，时限停止计算。{reason}"

    @step("恢复办理", of=("triaged", "assigned", "in_progress", "reported"), needs="cases.oversee", unless=_runs)
    def resume(self: "Case", *, by: User, note: str = "") -> str:
        """恢复: its time, and the dates of those who have it in hand, move by the working time that it stood still."""
        stood, now = self.suspension, clock.now()
        stood.until = now
        self.run_on(stood.moved(stood.due_at, now), stood.due_at)
        for each in self.in_hand:
            each.due_at = each.due_at and stood.moved(each.due_at, now)
        return f"办理时限至 {clock.local(self.due_at):%Y-%m-%d}。{note}"

    def end_suspension(self: "Case") -> None:
        """A case that is closed stands still no longer; its time is later by as much as it stood, as if it had been resumed."""
        if stood := self.suspension:
            now = clock.now()
            stood.until, self.due_at = now, stood.moved(stood.due_at, now)
