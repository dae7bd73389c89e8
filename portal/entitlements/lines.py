"""明细: what a settlement says of each beneficiary, frozen when it is submitted."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.columns import Fen
from portal.people.models import Person
from portal.records import AppendOnly
from portal.redaction import RedactedText

__all__ = ["BASIS_LENGTH"]

BASIS_LENGTH = 200  # characters of the basis of a line
COLUMNS = ("person_id", "for_day", "quantity", "amount_fen", "basis", "note")


class Line(AppendOnly):
    """One line: so many (meals, months) and so much for one resident, and `basis`, by which rule and from which day.

    `for_day` is the first day of the period it is about: of an earlier one, where it is a counter-entry (冲补) that corrects what
    was frozen then; `note` says why.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    for_day: Mapped[date]
    quantity: Mapped[int]
    amount_fen: Mapped[Fen]
    basis: Mapped[str] = mapped_column(String(BASIS_LENGTH))
    note: Mapped[str] = mapped_column(RedactedText(BASIS_LENGTH), default="")

    if TYPE_CHECKING:
        settlement_id: Mapped[int]

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person]:
        return relationship(Person, lazy="joined")
