"""The five tables below a settlement: they are made with it, and named after it."""

from typing import Any, ClassVar, NamedTuple

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.entitlements.lines import Line
from portal.entitlements.payment import Payment
from portal.entitlements.publication import Objection
from portal.entitlements.writing_off import WriteOff
from portal.extensions import db
from portal.records import Entry
from portal.records.people import contact


class Tables(NamedTuple):
    """The classes of its rows."""

    line: type[Any]
    payment: type[Any]
    objection: type[Any]
    event: type[Any]
    write_off: type[Any]


class Below:
    """A row of the settlement whose table is `OF`."""

    OF: ClassVar[str]

    @declared_attr
    @classmethod
    def settlement_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey(f"{cls.OF}.id"), index=True)


class Event(Entry):
    """One entry of its timeline. They are read in their order, so the index has that too."""

    OF: ClassVar[str]
    SETTLEMENT: ClassVar[type[Any]]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple:
        return (Index(f"ix_{cls.OF}_event_settlement", "settlement_id", "id"),)

    @declared_attr
    @classmethod
    def settlement_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey(f"{cls.OF}.id"))

    @declared_attr
    @classmethod
    def record(cls) -> Mapped[Any]:
        return relationship(lambda: cls.SETTLEMENT, back_populates="events")


def settlement_tables(settlement: type[Any]) -> Tables:
    """Lines, payments, objections, timeline and write-offs of `settlement`: `heating_settlement_line`, `_payment`, `_objection`, `_event`,
    `_writeoff`."""
    table = settlement.__tablename__

    def made(word: str, *bases: type, **columns: Any) -> type[Any]:
        about = {"__module__": settlement.__module__, "__tablename__": f"{table}_{word.lower()}", "OF": table}
        return type(f"{settlement.__name__}{word}", (*bases, db.Model), about | columns)

    objector_id, objector = contact("异议人")
    payment = made("Payment", Below, Payment)
    return Tables(
        made("Line", Below, Line),
        payment,
        made("Objection", Below, Objection, objector_id=objector_id, objector=objector),
        made("Event", Event, SETTLEMENT=settlement),
        made("Writeoff", Below, WriteOff, PAYMENT=payment),
    )
