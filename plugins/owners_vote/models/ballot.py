"""表决票 of owners: cast on paper or online, taken back only by a row that says why. Pages and papers tell only sums."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.owners_vote.models.roll import Voter
from plugins.owners_vote.reckoning import ABSTAINED, AGAINST, FOR, SPOILED
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.records import AppendOnly
from portal.records.people import contact
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.owners_vote.models.vote import OwnersVote

CHOICES = {FOR: "同意", AGAINST: "反对", ABSTAINED: "弃权"}
ON_PAPER = CHOICES | {SPOILED: "废票"}
WAYS = {"paper": "纸质", "online": "在线"}


class OwnersBallot(AppendOnly, db.Model):
    """One ballot, or (with `withdraws_id`) the row that takes one back. Entered by staff (`entered_by`), or online by the owner."""

    __tablename__ = "owners_vote_ballot"
    __table_args__ = (Index("ix_owners_vote_ballot_vote", "vote_id", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_vote_vote.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey(Voter.id), index=True)
    way: Mapped[str] = mapped_column(String(10))
    choice: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("owners_vote_ballot.id"), unique=True)
    reason: Mapped[str] = mapped_column(RedactedText(), default="")
    agent_id, agent = contact("业主表决代理人", lazy="select")

    vote: Mapped["OwnersVote"] = relationship()
    voter: Mapped[Voter] = relationship(back_populates="ballots")
    entered_by: Mapped[User | None] = relationship()


class OwnersWithdrawal(db.Model):
    """申请撤销 of an online ballot, which nobody on the staff entered: one asks, another answers."""

    __tablename__ = "owners_vote_withdrawal"
    __table_args__ = (CheckConstraint("answered_by_id <> asked_by_id", name="two_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_vote_vote.id"), index=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey(OwnersBallot.id))
    reason: Mapped[str] = mapped_column(RedactedText())
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    answered_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]

    ballot: Mapped[OwnersBallot] = relationship(lazy="joined")
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id], lazy="joined")
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])


def standing(ballots: list[OwnersBallot]) -> list[OwnersBallot]:
    """Those that nobody took back, in the order in which they came."""
    gone = {each.withdraws_id for each in ballots}
    return [each for each in ballots if each.withdraws_id is None and each.id not in gone]
