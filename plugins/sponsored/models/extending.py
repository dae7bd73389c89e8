"""延期: once, and approved by another than who asked for it."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from plugins.sponsored.choices import APPROVE, HANDLE
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.records import step

if TYPE_CHECKING:
    from plugins.sponsored.models.sponsorship import Sponsorship


def _extended(sponsorship: "Sponsorship") -> str:
    return "已经延期过一次，不能再延。" if sponsorship.extended else ""


class Extended:
    """`due_on`: the last day to settle it; `until`: the day that is asked for."""

    due_on: Mapped[date] = mapped_column()
    until: Mapped[date | None] = mapped_column()
    extended: Mapped[bool] = mapped_column(default=False)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    @step("申请延期", of="active", to="asking", needs=HANDLE, unless=_extended, verb="ask")
    def ask_for_time(self: "Sponsorship", until: date, reason: str, *, by: User) -> str:
        """Raises RuleError for a day that is not later than the present one, or not to come."""
        if until <= max(self.due_on, clock.today()):
            raise RuleError("延期要晚于现在的期限，也不能已经过了。", at="until")
        self.until, self.asked_by_id = until, by.id
        self.take_part(by)
        return f"延到 {until}。{reason}"

    @step("准予延期", of="asking", to="active", needs=APPROVE, not_by={"asked_by_id": "申请延期的人"}, waits=True)
    def grant(self: "Sponsorship", *, by: User, note: str = "") -> str:
        """限延 1 次."""
        self.due_on, self.until, self.extended = self.until or self.due_on, None, True
        return f"延到 {self.due_on}。{note}"

    @step(
        "不准延期",
        of="asking",
        to="active",
        needs=APPROVE,
        not_by={"asked_by_id": "申请延期的人"},
        waits=True,
        verb="keep",
    )
    def keep_limit(self: "Sponsorship", reason: str, *, by: User) -> str:
        """With the reason; it may be asked for again."""
        self.until = None
        return reason
