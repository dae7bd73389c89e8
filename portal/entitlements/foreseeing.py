"""What a settlement would contain if it were submitted now: whoever submits a sum has seen it before."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person


class Correction(NamedTuple):
    """What is paid later or taken back of an earlier period, or is still to be got back."""

    person_id: int | None
    name: str
    for_day: date
    quantity: int
    amount_fen: int
    note: str


class Foreseen(NamedTuple):
    """`corrections` are at most as many as were asked for, of so many `corrected`."""

    total: str
    corrected: int
    corrections: list[Correction]
    owed: list[Correction]


def foreseen(settlement: Any, most: int) -> Foreseen:
    """By what is known now, with the first `most` corrections of earlier periods, those taken back first, and debts that would be withheld
    from whoever gets something."""
    source = settlement.added_up().subquery()
    earlier = source.c.for_day < settlement.first_day
    counted = select(
        func.count(source.c.person_id.distinct()),
        func.coalesce(func.sum(source.c.quantity), 0),
        func.coalesce(func.sum(source.c.amount_fen), 0),
        func.count().filter(earlier),
    )
    people, quantity, fen, corrected = db.session.execute(counted).one()
    rows = []
    if corrected:
        named = select(Person.id, Person.name, *(source.c[name] for name in Correction._fields[2:]))
        joined = named.join(Person, Person.id == source.c.person_id).where(earlier)
        ordered = joined.order_by(source.c.amount_fen, source.c.for_day, Person.id)
        rows = [
            Correction(*who, int(number), int(amount), note)  # PostgreSQL adds up to a numeric
            for *who, number, amount, note in db.session.execute(ordered.limit(most))
        ]
    owed = [
        Correction(each.person_id, each.name, other.first_day, 0, each.amount_fen, f"待追回，{other.number}")
        for each, other in db.session.execute(settlement.debts().limit(most))
    ]
    total = f"{people} 人 {int(quantity)} {settlement.COUNTED}，{format_yuan(int(fen))} 元"
    return Foreseen(total, corrected, rows, owed)
