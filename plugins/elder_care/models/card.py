"""就餐卡, and who may fetch the meal of another (代领)."""

import secrets
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.records.people import contact

if TYPE_CHECKING:
    from plugins.elder_care.models.member import Member

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that a clerk could mistake for another
LENGTH = 10


class Card(db.Model):
    """就餐卡. The code is random and tells nothing of the person; a lost card gets a new one."""

    __tablename__ = "elder_care_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    issued_on: Mapped[date]
    printed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(String(10), default="")

    member: Mapped["Member"] = relationship(back_populates="cards")

    @classmethod
    def new(cls, day: date) -> "Card":
        """One with a code nobody can guess: 31 letters, ten places."""
        return cls(code="".join(secrets.choice(LETTERS) for _ in range(LENGTH)), issued_on=day)


def code_in(text: str) -> str:
    """The code of a card in what a scanner or a hand typed (spaces, dashes and small letters allowed, or the address in the QR);
    "" where there is none."""
    code = text.strip().rstrip("/").rpartition("/")[2].upper().replace("-", "").replace(" ", "")
    return code if len(code) == LENGTH and not set(code) - set(LETTERS) else ""


class Agent(db.Model):
    """代领人: somebody who may fetch the meal of a member, by a written authority with its days."""

    __tablename__ = "elder_care_agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id"), index=True)
    relation: Mapped[str] = mapped_column(String(20), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date]

    person_id, person = contact("代领人")

    def may_fetch_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until
