"""参加人: who is invited to a sitting, with the consent of the parties (人民调解法 §20)."""

import re
from typing import Self

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.people.phone import normalise_phone
from portal.records.people import Contact, contact

SEPARATORS = "、，,；;"
NUMBER = re.compile(r"[+＋]?[\d-]+")


class Guest(db.Model):
    """参加人 of a sitting: a relative, a neighbour, somebody who knows the trade."""

    __tablename__ = "mediation_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("mediation_session.id"), index=True)
    identity: Mapped[str] = mapped_column(String(500), default="")
    who_id, who = contact("参加人")

    @classmethod
    def all_in(cls, text: str) -> list[Self]:
        """The guests that `text` names, one a line: 「李红 邻居 13800001234」, of which the name alone is needed. Raises PhoneError."""
        return [cls._in(line) for line in (text or "").splitlines() if line.strip()]

    @classmethod
    def _in(cls, line: str) -> Self:
        name, *told = line.split()
        number = next(filter(NUMBER.fullmatch, told), "")
        identity = " ".join(each for each in told if each != number)
        return cls(who=Contact(name=name, phone=normalise_phone(number) if number else None), identity=identity)
