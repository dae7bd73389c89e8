"""What somebody gets now, and what was settled and paid before: the questions at the window."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, select

from plugins.great_age.allowance import amount, tiers_of
from plugins.great_age.models import GreatAge, GreatSettlement
from plugins.great_age.settings import in_force
from portal import clock
from portal.entitlements import Span
from portal.extensions import db
from portal.money import format_yuan


class Paid(NamedTuple):
    """One line of a settlement; `state` is that of the payment, before there is one that of the settlement."""

    month: Span
    amount_fen: int
    note: str
    number: str
    state: str
    tone: str
    day: str


def amount_now(row: GreatAge) -> str:
    """What the rules of this month give, in words."""
    month = Span.around("month", clock.today())
    rules = in_force(row.unit, month.last)
    if not tiers_of(rules):
        return "本地还没有规定标准"
    fen = amount(tiers_of(rules), row.born_on, month, rules.begins)
    return f"每月 {format_yuan(fen)} 元" if fen else "未到发放年龄"


def paid_to(row: GreatAge, latest: int) -> list[Paid]:
    """The latest lines about the resident in the street of this entitlement, whatever month they are of."""
    cls, line, payment = GreatSettlement, GreatSettlement.line_class, GreatSettlement.payment_class
    lines = (
        select(line.for_day, line.amount_fen, line.note, cls.id, cls.number, cls.status)
        .join(cls, cls.id == line.settlement_id)
        .where(line.person_id == row.person_id, cls.of(row.body))
        .order_by(cls.first_day.desc(), line.for_day.desc())
    )
    rows = db.session.execute(lines.limit(latest)).all()
    made = select(payment).where(
        payment.person_id == row.person_id, payment.settlement_id.in_({each.id for each in rows})
    )
    payments: defaultdict[int, list] = defaultdict(list)
    for each in db.session.scalars(made.order_by(payment.id)):
        payments[each.settlement_id].append(each)
    return [_told(each, payments[each.id]) for each in rows]


def _told(line: Row, payments: list) -> Paid:
    """A line with what became of the money; of a sum that was withheld in part, that of the rest."""
    withheld = [each for each in payments if each.status == "withheld"]
    other = [each for each in payments if each.status != "withheld"]
    main = next(iter(other or withheld), None)
    state = main.status_name if main else GreatSettlement.states.names[line.status]
    day = f"{main.paid_on}" if main and main.status in ("paid", "recovered", "withheld") else ""
    notes = [line.note, *(f"{format_yuan(abs(each.amount_fen))} 元{each.reason}" for each in withheld)]
    return Paid(
        Span.around("month", line.for_day),
        line.amount_fen,
        "；".join(each for each in notes if each),
        line.number,
        state,
        main.tone if main else "warn",
        day,
    )


def shown_beside(rows: Sequence) -> dict[int, str]:
    """For the list: the masked document of each."""
    people = select(GreatAge).where(GreatAge.id.in_([each.id for each in rows]))
    return {each.id: each.person.id_number_masked for each in db.session.scalars(people)}
