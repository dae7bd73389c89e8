"""What a settlement would contain if it were submitted now: whoever submits a sum has seen it before."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

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
    first, and debts that would be withheld from whoever gets something. The sources are reckoned once."""
    found = _lines(settlement)
    ordinary = [each for each in found if each.for_day >= settlement.first_day]
    earlier = [each for each in found if each.for_day < settlement.first_day]
    earlier.sort(key=lambda each: (each.amount_fen, each.for_day, each.person_id))
    debts = db.session.execute(settlement.debts()).all()
    owed = [
        Correction(each.person_id, each.name, other.first_day, 0, each.amount_fen, f"待追回，{other.number}")
        for each, other in debts[:most]
    ]
    paid, lacking = _paid(settlement, found, debts) if settlement.pays_residents() else ("", "")
    people, quantity, fen = (
        len({each.person_id for each in found}),
        sum(each.quantity for each in found),
        sum(each.amount_fen for each in found),
    )
    return Foreseen(
        f"{people} 人 {quantity} {settlement.COUNTED}，{format_yuan(fen)} 元",
        len(ordinary),
        ordinary[:most],
        len(earlier),
        earlier[:most],
        owed,
        paid,
        lacking,
    )


def _lines(settlement: Any) -> list[Correction]:
    """By name. PostgreSQL adds up to a numeric."""
    source = settlement.added_up().subquery()
    named = select(Person.id, Person.name, *(source.c[name] for name in Correction._fields[2:]))
    rows = named.join(Person, Person.id == source.c.person_id).order_by(Person.name, Person.id, source.c.for_day)
    return [Correction(*who, int(number), int(amount), note) for *who, number, amount, note in db.session.execute(rows)]


def _paid(settlement: Any, found: list[Correction], debts: Sequence[Any]) -> tuple[str, str]:
    """What goes to the bank and what is to be got back, as the list of payments would have it; and who has no account."""
    left: defaultdict[int, int] = defaultdict(int)
    for each in found:
        left[each.person_id or 0] += each.amount_fen
    offset, waiting = _never_arrived(settlement, found)
    for person, fen in offset.items():
        left[person] += fen
    kept = _kept(settlement, found)
    for person, fen in kept.items():
        left[person] -= fen
    withheld = 0
    for each, _ in debts:
        open_ = -each.amount_fen
        came_back = min(waiting[each.person_id], open_)
        waiting[each.person_id] -= came_back
        part = max(0, min(left[each.person_id], open_ - came_back))
        withheld += part
        left[each.person_id] -= part
    back = {person: -fen - min(-fen, waiting[person]) for person, fen in left.items() if fen < 0}
    new = [fen for fen in back.values() if fen]
    given = {person: fen for person, fen in left.items() if fen > 0}
    said = [f"要付 {len(given)} 人 {format_yuan(sum(given.values()))} 元"]
    said += [f"扣回的 {format_yuan(sum(offset.values()))} 元本人没有领到，相抵"] * bool(offset)
    said += [f"补发的 {format_yuan(sum(kept.values()))} 元以前已经领过，核销了没有退回，不再发一次"] * bool(kept)
    said += [f"从以前多发的人的款项里扣回 {format_yuan(withheld)} 元"] * bool(withheld)
    said += [f"新增要追回 {len(new)} 人 {format_yuan(sum(new))} 元"] * bool(new)
    number = len(settlement.without_account(set(given)))
    return "，".join(said), f"其中 {number} 人没有登记账号，不能发放，请先登记。" * bool(number)


def _kept(settlement: Any, found: list[Correction]) -> dict[int, int]:
    """Person → what would be paid again though he kept it when it was written off."""
    months: defaultdict[int | None, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for each in found:
        months[each.person_id][each.for_day] += each.amount_fen
    kept: defaultdict[int, int] = defaultdict(int)
    for debt, _, part in settlement.paid_again(lambda debt: months[debt.person_id]):
        kept[debt.person_id] += part
    return kept


def _never_arrived(settlement: Any, found: list[Correction]) -> tuple[dict[int, int], defaultdict[int | None, int]]:
    """Person → what would be taken back though it never arrived; and what came back from the bank besides, and waits."""
    taken: defaultdict[int | None, defaultdict[date, int]] = defaultdict(lambda: defaultdict(int))
    for each in found:
        if each.for_day < settlement.first_day:
            taken[each.person_id][each.for_day] += each.amount_fen
    offset: defaultdict[int, int] = defaultdict(int)
    waiting: defaultdict[int | None, int] = defaultdict(int)
    for payment, earlier in db.session.execute(settlement.unreceived()).all():
        left, months = payment.amount_fen, taken[payment.person_id]
        if any(fen < 0 for fen in months.values()):
            for day, fen in earlier.parts(payment).items():
                part = max(0, min(left, fen, -months[day]))
                left -= part
                months[day] += part
                offset[payment.person_id] += part
        if payment.status == "returned":
            waiting[payment.person_id] += left
    return {person: fen for person, fen in offset.items() if fen}, waiting
