"""What a settlement would contain if it were submitted now: whoever submits a sum has seen it before."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, func, select

from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person


class Correction(NamedTuple):
    """A line: of the period, or what is paid later or taken back of an earlier one, or is still to be got back."""

    person_id: int | None
    name: str
    for_day: date
    quantity: int
    amount_fen: int
    note: str


class Foreseen(NamedTuple):
    """`lines` of the period itself and `corrections` of earlier ones are at most as many as were asked for, of so many `ordinary` and
    `corrected`. `paid` says what goes to the bank, where residents are paid; `lacking` who cannot be paid."""

    total: str
    ordinary: int
    lines: list[Correction]
    corrected: int
    corrections: list[Correction]
    owed: list[Correction]
    paid: str
    lacking: str


def foreseen(settlement: Any, most: int) -> Foreseen:
    """By what is known now, with the first `most` lines of the period, by name, and of the corrections of earlier periods, those taken back
    first, and debts that would be withheld from whoever gets something."""
    source = settlement.added_up().subquery()
    earlier = source.c.for_day < settlement.first_day
    counted = select(
        func.count(source.c.person_id.distinct()),
        func.coalesce(func.sum(source.c.quantity), 0),
        func.coalesce(func.sum(source.c.amount_fen), 0),
        func.count().filter(earlier),
        func.count().filter(~earlier),
    )
    people, quantity, fen, corrected, ordinary = db.session.execute(counted).one()
    named = select(Person.id, Person.name, *(source.c[name] for name in Correction._fields[2:]))
    joined = named.join(Person, Person.id == source.c.person_id).limit(most)
    debts = db.session.execute(settlement.debts()).all()
    owed = [
        Correction(each.person_id, each.name, other.first_day, 0, each.amount_fen, f"待追回，{other.number}")
        for each, other in debts[:most]
    ]
    paid, lacking = _paid(settlement, source, debts) if settlement.pays_residents() else ("", "")
    return Foreseen(
        f"{people} 人 {int(quantity)} {settlement.COUNTED}，{format_yuan(int(fen))} 元",
        ordinary,
        _read(joined.where(~earlier).order_by(Person.name, Person.id)) if ordinary else [],
        corrected,
        _read(joined.where(earlier).order_by(source.c.amount_fen, source.c.for_day, Person.id)) if corrected else [],
        owed,
        paid,
        lacking,
    )


def _read(rows: Select) -> list[Correction]:
    """PostgreSQL adds up to a numeric."""
    found = db.session.execute(rows)
    return [Correction(*who, int(number), int(amount), note) for *who, number, amount, note in found]


def _paid(settlement: Any, source: Subquery, debts: Sequence[Any]) -> tuple[str, str]:
    """What goes to the bank and what is to be got back, as the list of payments would have it; and who has no account."""
    amount = func.sum(source.c.amount_fen)
    sums = select(source.c.person_id, amount).group_by(source.c.person_id).having(amount != 0)
    left = {person: int(fen) for person, fen in db.session.execute(sums)}
    back = [-fen for fen in left.values() if fen < 0]
    withheld = 0
    for each, _ in debts:
        part = max(0, min(left.get(each.person_id, 0), -each.amount_fen))
        withheld += part
        left[each.person_id] = left.get(each.person_id, 0) - part
    given = {person: fen for person, fen in left.items() if fen > 0}
    said = [f"要付 {len(given)} 人 {format_yuan(sum(given.values()))} 元"]
    said += [f"从以前多发的人的款项里扣回 {format_yuan(withheld)} 元"] * bool(withheld)
    said += [f"新增要追回 {len(back)} 人 {format_yuan(sum(back))} 元"] * bool(back)
    number = len(settlement.without_account(set(given)))
    return "，".join(said), f"其中 {number} 人没有登记账号，不能发放，请先登记。" * bool(number)
