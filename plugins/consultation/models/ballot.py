"""每户一票: the code of a household and when it voted; how many votes each choice has. Nothing links the two: a vote adds one to a
number that stands for the whole topic, so that whoever reads the tables does not know either who chose what."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.records.followed import Coded

if TYPE_CHECKING:
    from plugins.consultation.models.item import Item
    from plugins.consultation.models.meeting import Meeting

AGAINST, ABSTAINED = 0, -1  # choices that are no plan


class Tally(db.Model):
    """How many households chose one plan, AGAINST or ABSTAINED. No row a vote: the order of rows would be that of the voters."""

    __tablename__ = "consultation_tally"
    __table_args__ = (UniqueConstraint("item_id", "choice"), CheckConstraint("votes >= 0", name="not_negative"))

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("consultation_item.id"))
    choice: Mapped[int]
    votes: Mapped[int] = mapped_column(default=0)


class Ballot(Coded, db.Model):
    """The right of one household to vote on one topic, once."""

    __tablename__ = "consultation_ballot"
    __table_args__ = (UniqueConstraint("item_id", "household"),)
    PURPOSE = "consultation.ballot"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("consultation_item.id"), index=True)
    household: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str] = mapped_column(String(40), unique=True)
    cast_at: Mapped[datetime | None]

    item: Mapped["Item"] = relationship(back_populates="ballots", lazy="joined")

    @classmethod
    def for_household(cls, household: str) -> "Ballot":
        """A fresh one, with a code of its own."""
        ballot = cls(household=household)
        ballot.give_code()
        return ballot

    @property
    def of(self) -> "Meeting":
        return self.item.record

    @property
    def objection(self) -> str:
        """Why it cannot be cast now, or ""."""
        if self.cast_at:
            return f"这一户已经在 {clock.local(self.cast_at):%Y-%m-%d %H:%M} 投过票，每户只有一票。"
        over = self.item.result or clock.now() > self.item.ballot_until
        return "表决已经截止。" if over else ""

    def cast(self, choice: int) -> None:
        """One vote, once: the id of a plan, AGAINST or ABSTAINED. Of two in the same moment the second waits and is refused; so is one
        that comes while the votes are counted. Raises RuleError."""
        self.item.hold()
        db.session.refresh(self, ["cast_at"])
        if self.objection:
            raise RuleError(self.objection)
        chosen = next((each for each in self.item.tallies if each.choice == choice), None)
        if chosen is None:
            raise RuleError("请选择一项。")
        chosen.votes, self.cast_at = Tally.votes + 1, clock.now()
