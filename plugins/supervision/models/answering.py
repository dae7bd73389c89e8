"""What the unit that is supervised does: it signs, answers, asks for more time."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from plugins.supervision.choices import ANSWER, OVERSEE
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.records import step

if TYPE_CHECKING:
    from plugins.supervision.models.supervision import Supervision


def _signed(supervision: "Supervision") -> str:
    return "已经签收。" if supervision.received_at else ""


class Answered:
    """`until`: to when more time was asked for."""

    received_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_text: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[datetime | None]

    @step("签收督办", of="issued", needs=ANSWER, unless=_signed, verb="sign")
    def sign_for(self: "Supervision", *, by: User) -> str:
        """签收 by the unit that is supervised."""
        self.received_at = clock.now()
        return f"{self.target}已签收。"

    @step("答复督办", of="issued", to="answered", needs=ANSWER, waits=True)
    def answer(self: "Supervision", text: str, *, by: User) -> str:
        """答复: what was done, and what will be. What was not signed for is."""
        self._stay_late()
        now = clock.now()
        self.received_at, self.answered_at, self.answer_text = self.received_at or now, now, text
        return text

    @step("申请延期", of="issued", to="asking", needs=ANSWER, verb="ask")
    def ask_for_time(self: "Supervision", until: datetime, reason: str, *, by: User) -> str:
        """Raises RuleError for a moment that is not later than the present limit."""
        if until <= self.due_at or until <= clock.now():
            raise RuleError("延期要晚于现在的期限，也不能已经过了。", at="until")
        self.until = until
        return f"延到 {clock.local(until):%Y-%m-%d %H:%M}。{reason}"

    @step("准予延期", of="asking", to="issued", needs=OVERSEE, waits=True)
    def grant(self: "Supervision", *, by: User, note: str = "") -> str:
        """By the unit that supervises."""
        self.due_at, self.until = self.until or self.due_at, None
        return f"延到 {clock.local(self.due_at):%Y-%m-%d %H:%M}。{note}"

    @step("不准延期", of="asking", to="issued", needs=OVERSEE, waits=True, verb="keep")
    def keep_limit(self: "Supervision", reason: str, *, by: User) -> str:
        """With the reason; the limit stays."""
        self.until = None
        return reason
