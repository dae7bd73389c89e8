"""A line of 支付清单: what is paid to whom by a settlement, and what became of it, with receipt (回单)."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.columns import Fen
from portal.money import format_yuan
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.redaction import RedactedText

__all__ = ["PAYMENT_TONES", "called"]

PAYMENTS = {
    "due": "待发放",
    "paid": "已发放",
    "returned": "退回",
    "cancelled": "不再发放",
    "recovered": "已追回",
    "withheld": "已扣回",
    "offset": "没有领到，相抵",
    "written": "已核销",
}
PAYMENT_TONES = {
    "due": "warn",
    "paid": "ok",
    "returned": "danger",
    "cancelled": "neutral",
    "recovered": "ok",
    "withheld": "neutral",
    "offset": "neutral",
    "written": "neutral",
}  # state of a payment → tone of its mark
WAITING = ("due", "returned")
UNRECEIVED = ("returned", "cancelled")  # it never reached whom it was for
LEVELLED = ("withheld", "offset")  # nothing is paid or got back: the same sum stands elsewhere the other way round


def called(status: str, amount_fen: int) -> str:
    """What a payment of that state is called: a sum to be got back waits for something else than the others, and what is withheld of one
    that is to be paid is not paid."""
    other = {"due": "待追回"} if amount_fen < 0 else {"withheld": "抵扣，不发"}
    return other.get(status) or PAYMENTS[status]


class Payment:
    """One line of the list: to a resident, or to the `payee` named (a canteen). A negative amount is to be got back (追回). `for_day` is
    the first day of the period that it levels, where it is `offset`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    payee: Mapped[str] = mapped_column(String(100), default="")
    amount_fen: Mapped[Fen]
    status: Mapped[str] = mapped_column(String(10), default="due")
    paid_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    for_day: Mapped[date | None]

    if TYPE_CHECKING:
        settlement_id: Mapped[int]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple:
        return (CheckConstraint("amount_fen <> 0", name="moved"),)

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person | None]:
        return relationship(Person, lazy="joined")

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.payee

    @property
    def shown_name(self) -> str:
        """On the screen: a resident's name is masked, a canteen's is not."""
        return mask_name(self.person.name) if self.person else self.payee

    @property
    def yuan(self) -> str:
        return format_yuan(self.amount_fen)

    @property
    def status_name(self) -> str:
        return called(self.status, self.amount_fen)

    @property
    def tone(self) -> str:
        return PAYMENT_TONES[self.status]

    @property
    def levelled(self) -> bool:
        return self.status in LEVELLED

    @property
    def payee_key(self) -> tuple[int | None, str]:
        """Whose it is: a resident, or the name of whoever is no resident."""
        return self.person_id, self.payee

    @classmethod
    def to(cls, person_id: int | None, payee: str) -> ColumnElement[bool]:
        """The condition: a payment to that resident, or to that name."""
        return cls.person_id.is_not_distinct_from(person_id) & (cls.payee == payee)
