"""What somebody gets now, and what was settled and paid before: the questions at the window."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Row, select

from plugins.great_age.allowance import amount, tiers_of
from plugins.great_age.models import GreatAge, GreatSettlement
from plugins.great_age.settings import in_force
from portal import clock
from portal.entitlements import Span
from portal.entitlements.payment import PAYMENT_TONES, called
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
    paid = (payment.settlement_id == cls.id) & (payment.person_id == line.person_id)
    rows = (
        select(
            line.for_day,
            line.amount_fen,
            line.note,
            cls.number,
            cls.status,
            payment.status.label("paid"),
            payment.amount_fen.label("sum_fen"),
            payment.paid_on,
        )
        .join(cls, cls.id == line.settlement_id)
        .outerjoin(payment, paid)
        .where(line.person_id == row.person_id, cls.of(row.body))
        .order_by(cls.first_day.desc(), line.for_day.desc())
    )
    return [_told(each) for each in db.session.execute(rows.limit(latest))]


def _told(each: Row) -> Paid:
    state = called(each.paid, each.sum_fen) if each.paid else GreatSettlement.states.names[each.status]
    tone = PAYMENT_TONES[each.paid] if each.paid else "warn"
    day = f"{each.paid_on}" if each.paid in ("paid", "recovered") else ""
    return Paid(Span.around("month", each.for_day), each.amount_fen, each.note, each.number, state, tone, day)


def shown_beside(rows: Sequence) -> dict[int, str]:
    """For the list: the masked document of each."""
    people = select(GreatAge).where(GreatAge.id.in_([each.id for each in rows]))
    return {each.id: each.person.id_number_masked for each in db.session.scalars(people)}
