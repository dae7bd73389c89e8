"""疑点: what a rule of the check (核查) found, said in a sentence with its figures, and what somebody decided about it."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError

DECISIONS = {"": "待认定", "cleared": "正常", "upheld": "属实"}
TONES = {"": "warn", "cleared": "ok", "upheld": "danger"}


class Finding:
    """One hit of one rule. `mark` is the same whenever the rule finds the same again, so that it is asked only once.

    The model adds what it is about (a unit, a resident, a source record) and names its rules in `RULES`.
    """

    RULES: ClassVar[dict[str, str]]

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date] = mapped_column(default=clock.today)
    decision: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    @classmethod
    def decided_by(cls) -> Mapped[User | None]:
        return relationship(User, lazy="joined", foreign_keys=[cls.decided_by_id])

    @property
    def rule_name(self) -> str:
        return self.RULES[self.rule]

    @property
    def decision_name(self) -> str:
        return DECISIONS[self.decision]

    def decide(self, decision: str, reason: str, *, by: User) -> None:
        """认定, once: a program only points at something. Raises RuleError without a reason, or the second time."""
        if self.decision:
            raise RuleError(f"这条疑点已经认定为“{self.decision_name}”。")
        if decision not in DECISIONS or not decision or not reason.strip():
            raise RuleError("请写明认定结果和理由。")
        self.decision, self.reason, self.decided_at, self.decided_by = decision, reason, clock.now(), by
