"""应急先办: what cannot wait is begun at once, approved within hours, and ends by itself after days."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from plugins.duty_lists.models.edition import APPROVE
from plugins.duty_lists.models.task_states import BARRED, REGISTER
from plugins.duty_lists.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.duty_lists.models.task import DutyTask


def _late(task: "DutyTask") -> str:
    return "补批的时间已过，任务随后自动失效。" if task.approve_by and clock.now() > task.approve_by else ""


class Urgent:
    """`approve_by`: until when it must be approved. `urgent_until`: the last day of what was approved."""

    urgent_reason: Mapped[str] = mapped_column(RedactedText(), default="")
    approve_by: Mapped[datetime | None]
    urgent_until: Mapped[date | None]

    @declared_attr
    def urgent_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    def approved_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("accounts_user.id"))

    @step("应急先办", of=("received", *BARRED), to="urgent", needs=REGISTER)
    def take_urgently(self: "DutyTask", reason: str, *, by: User) -> str:
        """It cannot wait for the lists; the clock of the approval begins."""
        self.urgent_reason, self.urgent_by_id = reason, by.id
        self.approve_by = clock.now() + timedelta(hours=rules_of(self.unit).urgent_hours)
        return f"{reason}（应于 {clock.local(self.approve_by):%Y-%m-%d %H:%M} 前补批）"

    @step(
        "补批",
        of="urgent",
        to="urgent_agreed",
        needs=APPROVE,
        not_by={"urgent_by_id": "提出应急先办的人"},
        unless=_late,
        waits=True,
    )
    def approve_urgent(self: "DutyTask", until: date, *, by: User, note: str = "") -> str:
        """Approved to a day. Raises RuleError for one past, or beyond the days that are set."""
        days = rules_of(self.unit).urgent_days
        last = self.urgent_latest
        if not clock.today() <= until <= last:
            raise RuleError(f"应急先办最多 {days} 日，应在今天到 {last} 之间。", at="until")
        self.urgent_until, self.approved_by_id = until, by.id
        return f"到 {until}。{note}"

    @property
    def urgent_latest(self: "DutyTask") -> date:
        """The last day to which it may be approved, counted from the day on which it was begun."""
        rules = rules_of(self.unit)
        begun = clock.local(self.approve_by - timedelta(hours=rules.urgent_hours)).date() if self.approve_by else None
        return (begun or clock.today()) + timedelta(days=rules.urgent_days)

    @step("不予补批", of="urgent", to="lapsed", needs=APPROVE, not_by={"urgent_by_id": "提出应急先办的人"})
    def refuse_urgent(self: "DutyTask", reason: str, *, by: User) -> str:
        """It is stopped at once."""
        return reason

    @step("自动失效", of=("urgent", "urgent_agreed"), to="lapsed", needs=None)
    def lapse(self: "DutyTask", *, by: User | None) -> str:
        """Its hours or days are over."""
        return "超过补批时间，没有补批。" if self.status == "urgent" else f"{self.urgent_until} 到期。"
