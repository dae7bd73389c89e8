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
    fen = amount(tiers_of(rules), row.born_month, month, rules.begins)
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
    lines_of: defaultdict[int, list[int]] = defaultdict(list)
    for each in rows if len(rows) < latest else rows[: -sum(each.id == rows[-1].id for each in rows)]:
        lines_of[each.id].append(each.amount_fen)  # of the last there may be more than are shown
    return [_told(each, payments[each.id], lines_of[each.id]) for each in rows]


def _told(line: Row, payments: list, together: list[int]) -> Paid:
    """A line with what became of the money; of a sum that was withheld in part, that of the rest. Where a settlement says several things,
    `together` are their amounts: there is one sum of them."""
    withheld = [each for each in payments if each.levelled]
    other = [each for each in payments if not each.levelled]
    main = next(iter(other or withheld), None)
    state = main.status_name if main else GreatSettlement.states.names[line.status]
    day = f"{main.paid_on}" if main and (main.levelled or main.status in ("paid", "recovered")) else ""
    one = f"同一期的 {len(together)} 笔合计 {format_yuan(sum(together))} 元" if len(together) > 1 else ""
    notes = [line.note, one, *(f"{format_yuan(abs(each.amount_fen))} 元{each.reason}" for each in withheld)]
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
