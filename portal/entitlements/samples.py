"""The samples of the steps that every settlement has; the plugin adds how one is drawn up (portal.records.samples). For the demo,
`lead` takes one through them as an office would have done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from portal import clock
from portal.entitlements.spans import Span
from portal.entitlements.states import UNDER_WAY, Rights
from portal.errors import RuleError
from portal.extensions import db
from portal.records.samples import Sample, Stage, today
from portal.records.steps import Step

__all__ = ["samples_of", "lead", "owe", "months", "on_day", "RECEIPT"]

RECEIPT = {
    "receipt": "the number of a receipt is as long as the bank makes it"
}  # for `plain` of a sample: a box that may hold many digits
REASON = {"reason": "金额与原始记录不一致，请核对。"}


def samples_of(model: type[Any], roles: Rights) -> dict[Step, Sample]:
    """`roles`: who takes the steps that need each right of `model`. The first three must be three people."""
    make, check, review, pay = roles

    def pay_the_others(settlement: Any, stage: Stage) -> None:
        if settlement.due_payments():
            settlement.pay("HD20260003", clock.today(), by=stage.users[pay])
            db.session.flush()
            db.session.expire(settlement, ["payments"])

    return {
        model.submit: Sample(make),
        model.check: Sample(check),
        model.review: Sample(review),
        model.publish: Sample(review),
        model.settle: Sample(review, past=lambda settlement: settlement.published_until, first=(in_turn, got_back)),
        model.pay: Sample(pay, {"receipt": "HD20260001", "paid_on": today}, to="paid", days=3, plain=RECEIPT),
        model.return_: Sample(check, REASON),
        model.send_back: Sample(review, REASON, at="checked"),
        model.object: Sample(review, {"received_on": today, "objector": "宋某", "text": "人数不对，请核实。"}),
        model.answer_objection: Sample(
            review,
            {"answer": "经核实，人数无误。", "upheld": False},
            row=lambda settlement, stage: settlement.unanswered[0],
            first=(model.object,),
            form={"upheld": "no"},
        ),
        model.recover: Sample(
            pay,
            {"receipt": "SJ20260001", "paid_on": today},
            row=lambda settlement, stage: next((each for each in settlement.payments if each.amount_fen < 0), None),
            first=(model.retry, owe),
            to="paid",
            plain=RECEIPT,
        ),
        model.propose_write_off: Sample(
            check,
            {"cause": "died", "reason": "本人已去世，没有遗产。", "document": "社区调查说明"},
            row=lambda settlement, stage: next((each for each in settlement.payments if each.amount_fen < 0), None),
            first=(model.retry, owe),
        ),
        model.decide_write_off: Sample(
            review,
            {"opinion": "情况属实。", "approved": True},
            row=_write_off,
            first=(model.propose_write_off, pay_the_others),
            to="paid",
            form={"decision": "approved"},
        ),
        model.undo_write_off: Sample(
            review, {"reason": "找到了继承人。"}, row=_write_off, first=(model.decide_write_off,), days=0
        ),
        model.bounce: Sample(pay, {"reason": "账号有误。"}, at="settled", row=_payment),
        model.retry: Sample(pay, {"reason": "账号已更正。"}, row=_payment, first=(model.bounce,)),
        model.cancel: Sample(pay, {"reason": "不再需要。"}, row=_payment, first=(model.bounce,), to="paid"),
    }


def owe(settlement: Any, stage: Stage) -> None:
    """Of the first on the list it turns out that too much was paid before."""
    first = _payment(settlement, stage)
    first.amount_fen = -abs(first.amount_fen)
    db.session.flush()


def in_turn(settlement: Any, stage: Stage) -> None:
    """Earlier periods of the body that other samples left on their way have their lists."""
    cls = type(settlement)
    earlier = cls.of(settlement.body), cls.first_day < settlement.first_day, cls.status.in_(UNDER_WAY)
    for each in db.session.scalars(select(cls).where(*earlier).order_by(cls.first_day)).unique():
        each.list_payments()
        each.status = each.when_paid()
    db.session.flush()


def got_back(settlement: Any, stage: Stage) -> None:
    """What was owed for other periods is level: a list of which everything is withheld would have nothing to pay."""
    for owed, _ in db.session.execute(settlement.debts()).all():
        owed.status = "recovered"
    db.session.flush()


def _write_off(settlement: Any, stage: Stage) -> Any:
    return settlement.write_offs[-1]


def _payment(settlement: Any, stage: Stage) -> Any:
    return settlement.payments[0]


def lead(settlement: Any, stage: Stage, today: date, check: Callable[[Any, Stage], None] | None = None) -> None:
    """As far as it has come by today: submitted two days after its end, published after six, paid after twenty. What stands in the way is
    left. `check` takes 初核, where more belongs to that."""
    users, receipt = stage.users, f"HD{settlement.first_day:%Y%m}{settlement.id:03d}"
    steps = (
        (0, lambda: settlement.submit(by=users["clerk"])),
        (2, lambda: check(settlement, stage) if check else settlement.check(by=users["director"])),
        (3, lambda: settlement.review(by=users["district"])),
        (4, lambda: settlement.publish(by=users["district"])),
        (8, lambda: _objected(settlement, stage)),
        (16, lambda: settlement.settle(by=users["district"])),
        (18, lambda: settlement.pay(receipt, clock.today(), by=users["district"])),
    )
    for days, take in steps:
        day = settlement.last_day + timedelta(days=2 + days)
        if day > today:
            return
        with on_day(day):
            try:
                take()
            except RuleError:
                return
            db.session.flush()


def months(first: date, today: date) -> list[Span]:
    """Those of the last year that are over and end on `first` or later, the earliest first."""
    spans = [Span.around("month", each) for each in Span.before("month", Span.around("month", today).first, 12)]
    return [each for each in reversed(spans) if each.last >= first]


def on_day(day: date) -> AbstractContextManager[None]:
    """Pretend it is ten in the morning of `day`."""
    return clock.pretend(datetime.combine(day, time(10), clock.SHANGHAI))


def _objected(settlement: Any, stage: Stage) -> None:
    """Of the first that comes so far, and now and then later, somebody asks about a number, and is answered."""
    objection = type(settlement).objections.property.mapper.class_
    if settlement.id > 4 * (db.session.scalar(select(func.count(objection.id))) or 0):
        by = stage.users["district"]
        text = "本月数目比上月少，请核实。"
        settlement.object(received_on=clock.today(), objector=stage.names.person().name, text=text, by=by)
        settlement.answer_objection(settlement.objections[-1], "经核实，数目无误。", upheld=False, by=by)
