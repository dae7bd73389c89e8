"""The proof of what was frozen: the source records counted again, line by line, and what is paid against the lines."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal_column, select, union_all

from portal.entitlements.settlement import Settlement
from portal.extensions import Model, db
from portal.money import format_yuan

MOST_TOLD = 20


def kinds() -> list[type[Settlement]]:
    """Every kind of settlement of whatever plugin."""
    return [each.class_ for each in Model.registry.mappers if issubclass(each.class_, Settlement)]


def faults(settlement: Any) -> list[str]:
    """Where a frozen settlement does not agree with its sources, its sums or its payments; empty when it is proved."""
    return [*_of_lines(settlement), *_of_sums(settlement), *_of_payments(settlement)]


def _of_lines(settlement: Any) -> Iterator[str]:
    """The residents for whom lines and sources differ, in one statement; what agrees is not read."""
    line = settlement.line_class
    counted = settlement.added_up().subquery()
    names = ("person_id", "for_day")  # not the words of the basis: a unit may be renamed
    recount = select(*(counted.c[name] for name in names), counted.c.quantity, counted.c.amount_fen)
    written = select(
        *(getattr(line, name) for name in names),
        (-line.quantity).label("quantity"),
        (-line.amount_fen).label("amount_fen"),
    ).where(line.settlement_id == settlement.id)
    both = union_all(recount, written).subquery()
    count, amount = func.sum(both.c.quantity), func.sum(both.c.amount_fen)
    differing = (
        select(both.c.person_id, both.c.for_day, count, amount)
        .group_by(both.c.person_id, both.c.for_day)
        .having((count != 0) | (amount != 0))
        .order_by(both.c.person_id)
        .limit(MOST_TOLD)
    )
    for person, day, number, fen in db.session.execute(differing):
        yield f"居民 {person}（{day:%Y-%m}）：原始记录比明细多 {int(number)} {settlement.COUNTED}、{format_yuan(int(fen))} 元。"


def _of_sums(settlement: Any) -> Iterator[str]:
    kept = (settlement.people, settlement.quantity, settlement.amount_fen)
    if (found := settlement.sums()) != kept:
        people, count, amount = found
        yield f"合计与明细不符：明细为 {people} 人 {count} {settlement.COUNTED} {format_yuan(amount)} 元。"


def _of_payments(settlement: Any) -> Iterator[str]:
    payment = settlement.payment_class
    if settlement.status not in ("settled", "paid"):
        return
    listed = db.session.scalar(
        select(func.coalesce(func.sum(payment.amount_fen), literal_column("0"))).where(
            payment.settlement_id == settlement.id
        )
    )
    if int(listed) != settlement.amount_fen:
        yield f"支付清单合计 {format_yuan(int(listed))} 元，与结算金额 {format_yuan(settlement.amount_fen)} 元不符。"
    yield from _of_payees(settlement)
    yield from settlement.unlevel()
    yield from settlement.lost()


def _of_payees(settlement: Any) -> Iterator[str]:
    """For whom the list is not what the lines come to, whatever became of its parts."""
    payment, due = settlement.payment_class, settlement.listed().subquery()
    names = ("person_id", "payee")
    listed = select(*(getattr(payment, name) for name in names), (-payment.amount_fen).label("amount_fen"))
    both = union_all(
        select(*(due.c[name] for name in names), due.c.amount_fen), listed.where(payment.settlement_id == settlement.id)
    ).subquery()
    left = func.sum(both.c.amount_fen)
    whose = both.c.person_id, both.c.payee
    differing = select(*whose, left).group_by(*whose).having(left != 0).order_by(*whose)
    for person, payee, fen in db.session.execute(differing.limit(MOST_TOLD)):
        yield f"{payee or f'居民 {person}'}：明细比支付清单多 {format_yuan(int(fen))} 元。"
