"""Cards (卡) that somebody carries: a random code that tells nothing of the person, from the day of issue until it is lost or replaced.

    class Pass(Card, db.Model):
        __tablename__ = "club_pass"
        ENDS = {"lost": "挂失", "damaged": "损坏", "stopped": "退出"}
        member_id: Mapped[int] = mapped_column(ForeignKey("club_member.id"), index=True)
        member: Mapped["Member"] = relationship(back_populates="cards")

    class Member(Carded, Record, db.Model):
        CARD, reissue = Pass, Carded.reissue.needing("club.manage")
        cards: Mapped[list[Pass]] = relationship(order_by=Pass.id, back_populates="member")

`portal.records.card_pages` prints them.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.records.steps import step

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["Card", "Carded", "code_in", "LETTERS"]

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that a clerk could mistake for another
LENGTH = 10


class Card:
    """One card. The model adds whose it is, and what the reasons are called for which one ends (`ENDS`)."""

    ENDS: ClassVar[Mapping[str, str]]

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    issued_on: Mapped[date]
    printed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(String(10), default="")

    @classmethod
    def new(cls, day: date) -> Self:
        """One with a code nobody can guess: 31 letters, ten places."""
        return cls(code="".join(secrets.choice(LETTERS) for _ in range(LENGTH)), issued_on=day)  # type: ignore[call-arg]  # columns


class Carded:
    """Somebody with `cards` (a relationship) of the class `CARD`, one of them valid."""

    CARD: ClassVar[type[Any]]

    if TYPE_CHECKING:
        cards: Any

    @property
    def card(self) -> Any:
        """The card that is valid now, or None."""
        return next((each for each in reversed(self.cards) if each.ended_on is None), None)

    @step("换卡", of="active", needs=None)
    def reissue(self, reason: str, *, by: "User") -> str:
        """挂失 or 补卡: the old code ends at once, a new one is made."""
        self.end_card(reason)
        self.issue_card()
        return f"原卡{self.CARD.ENDS[reason]}，已换新卡，请打印。"

    def issue_card(self, day: date | None = None) -> None:
        """A new card, from `day` (today)."""
        self.cards.append(self.CARD.new(day or clock.today()))

    def end_card(self, reason: str) -> None:
        """The valid card is not valid any more."""
        if card := self.card:
            card.ended_on, card.ended_reason = clock.today(), reason


def code_in(text: str) -> str:
    """The code of a card in what a scanner or a hand typed (spaces, dashes and small letters allowed, or the address in the QR);
    "" where there is none."""
    code = text.strip().rstrip("/").rpartition("/")[2].upper().replace("-", "").replace(" ", "")
    return code if len(code) == LENGTH and not set(code) - set(LETTERS) else ""
