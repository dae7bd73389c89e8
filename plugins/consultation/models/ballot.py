"""每户一票: the code of a household, and what it chose. Pages and papers tell only how many chose what."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.followed import code_of, hash_of

if TYPE_CHECKING:
    from plugins.consultation.models.item import Item

AGAINST, ABSTAINED = 0, -1  # choices that are no plan


class Ballot(db.Model):
    """The vote of one household on one topic. The code follows from `key` and a secret of this installation; its hash finds it."""

    __tablename__ = "consultation_ballot"
    __table_args__ = (UniqueConstraint("item_id", "household"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("consultation_item.id"), index=True)
    household: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str] = mapped_column(String(40), unique=True)
    choice: Mapped[int | None]
    cast_at: Mapped[datetime | None]

    item: Mapped["Item"] = relationship(back_populates="ballots", lazy="joined")

    @classmethod
    def for_household(cls, household: str) -> "Ballot":
        """A fresh one, with a code of its own."""
        key = secrets.token_urlsafe(9)
        return cls(household=household, key=key, code_hash=hash_of(_code(key)))

    @classmethod
    def found(cls, unit: OrgUnit, code: str) -> "Ballot | None":
        """The ballot of a household in `unit` by the code on its notice, however it was typed."""
        ballot = db.session.scalar(select(cls).where(cls.code_hash == hash_of(code)))
        return ballot if ballot and unit.contains(ballot.item.record) else None

    @property
    def code(self) -> str:
        """As it is printed."""
        return _code(self.key)

    @property
    def objection(self) -> str:
        """Why it cannot be cast now, or ""."""
        if self.cast_at:
            return f"这一户已经在 {clock.local(self.cast_at):%Y-%m-%d %H:%M} 投过票，每户只有一票。"
        over = self.item.result or clock.now() > self.item.ballot_until
        return "表决已经截止。" if over else ""

    def cast(self, choice: int) -> None:
        """One vote, once: the id of a plan, AGAINST or ABSTAINED; of two in the same moment the second waits, and is refused. Raises
        RuleError."""
        db.session.refresh(self, ["cast_at"], with_for_update=True)
        if self.objection:
            raise RuleError(self.objection)
        if choice not in (AGAINST, ABSTAINED, *(each.id for each in self.item.options)):
            raise RuleError("请选择一项。")
        self.choice, self.cast_at = choice, clock.now()


def _code(key: str) -> str:
    return code_of(f"consultation.ballot {key}")
