"""How the steps of a settlement are asked for."""

from collections.abc import Callable
from typing import Any

from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.entitlements.findings import Inspected
from portal.entitlements.forms import (
    AnswerForm,
    DecisionForm,
    PaymentForm,
    RecoveryForm,
    WriteOffDecisionForm,
    WriteOffForm,
)
from portal.errors import WrongState
from portal.extensions import db
from portal.records.forms import ObjectionForm, PlainForm, ReasonForm
from portal.records.mounting import Ask


def asks(model: type[Any], plugin: str) -> dict[Any, Ask]:
    """How the steps of a settlement are asked for."""

    def below(rows: type[Any], noun: str) -> str:
        """The address of a row, whose argument bears the name of its table."""
        return f"<int:{rows.__tablename__.removeprefix(f'{plugin}_')}_id>/{noun}"

    def of(rows: type[Any]) -> Callable[[Any, int], Any]:
        """Finds a row of the settlement by its id: there may be thousands."""
        return lambda record, ident: db.session.scalar(
            select(rows).where(rows.id == ident, rows.settlement_id == record.id)
        )

    payment, objection, write_off = model.payment_class, model.objection_class, model.write_off_class
    inspected = (
        {
            model.recheck: Ask(PlainForm, at="recheck", done="已重新核查。"),
            model.decide: Ask(
                DecisionForm,
                at=f"findings/{below(model.finding_class(), 'decision')}",
                done="已认定。",
                row=of(model.finding_class()),
                start=lambda settlement, finding: {"decision": finding.decision, "reason": finding.reason},
                explanation=lambda settlement, finding: finding.text,
            ),
        }
        if issubclass(model, Inspected)
        else {}
    )
    today = {
        "paid_on": lambda record: {"paid_on": clock.today()},
        "received_on": lambda record: {"received_on": clock.today()},
    }
    return {
        model.submit: Ask(
            at="submission",
            done="已提交，明细已冻结。",
            main=True,
            icon="check",
            shown=lambda record: not (isinstance(record, Inspected) and record.in_the_way()),  # the page says why
        ),
        model.check: Ask(at="check", done="已初核。", main=True, icon="check"),
        model.return_: Ask(ReasonForm, at="return", done="已退回。", title="退回", tone="danger"),
        model.review: Ask(at="review", done="已复核。", main=True, icon="check"),
        model.send_back: Ask(ReasonForm, at="sending-back", done="已退回。", title="退回", tone="danger"),
        model.publish: Ask(
            PlainForm, at="publication", done="已开始公示。", main=True, icon="file-text", explanation=_publishing
        ),
        model.object: Ask(ObjectionForm, at="objections/new", done="已登记异议。", start=today["received_on"]),
        model.answer_objection: Ask(
            AnswerForm,
            at=f"objections/{below(objection, 'answer')}",
            done="已答复异议。",
            row=of(objection),
            explanation=lambda settlement, objection: objection.text,
        ),
        model.settle: Ask(PlainForm, at="settlement", done="已结算，支付清单已生成。", main=True, icon="check"),
        model.pay: Ask(
            PaymentForm,
            at="payment",
            done="已登记发放。",
            main=True,
            icon="wallet",
            start=today["paid_on"],
            error_at="receipt",
        ),
        model.recover: Ask(
            RecoveryForm,
            at=f"payments/{below(payment, 'recovery')}",
            done="已登记追回。",
            row=of(payment),
            start=lambda settlement, payment: {"paid_on": clock.today()},
            explanation=_sum,
            error_at="receipt",
        ),
        model.bounce: Ask(
            ReasonForm,
            at=f"payments/{below(payment, 'bounce')}",
            done="已登记退回。",
            row=of(payment),
            explanation=_sum,
        ),
        model.retry: Ask(
            ReasonForm,
            at=f"payments/{below(payment, 'retry')}",
            done="已改为待发放。",
            row=of(payment),
            explanation=_sum,
        ),
        model.cancel: Ask(
            ReasonForm,
            at=f"payments/{below(payment, 'cancellation')}",
            done="已登记不再发放。",
            row=of(payment),
            tone="danger",
            explanation=_sum,
        ),
        model.propose_write_off: Ask(
            WriteOffForm,
            at=f"payments/{below(payment, 'write-off')}",
            done="已提出，等待另一位决定。",
            row=of(payment),
            explanation=_sum,
        ),
        model.decide_write_off: Ask(
            WriteOffDecisionForm,
            at=f"write-offs/{below(write_off, 'decision')}",
            done="已决定。",
            row=_by_another(of(write_off)),
            explanation=_proposed,
        ),
        model.undo_write_off: Ask(
            ReasonForm,
            at=f"write-offs/{below(write_off, 'reversal')}",
            done="已撤销，仍要追回。",
            row=_decided(of(write_off)),
            tone="danger",
            explanation=_proposed,
        ),
    } | inspected


def _publishing(settlement: Any) -> str:
    total = settlement.published_total(settlement.publication())
    owing = "，不列要追回的" if settlement.pays_residents() else ""
    return f"从今天起公示 {total}：只列隐去名字的姓名、{settlement.QUANTITY}和金额，不列证件号码和类别{owing}。"


def _by_another(find: Callable[[Any, int], Any]) -> Callable[[Any, int], Any]:
    """Finds a proposal for whoever did not make it: who did is told so before a form is filled in."""

    def found(record: Any, ident: int) -> Any:
        if write_off := find(record, ident):
            record.refuse_proposer(write_off, current_user)
        return write_off

    return found


def _decided(find: Callable[[Any, int], Any]) -> Callable[[Any, int], Any]:
    """Finds a proposal that was approved: of others there is nothing to undo."""

    def found(record: Any, ident: int) -> Any:
        write_off = find(record, ident)
        if write_off and write_off.decision != "approved":
            raise WrongState(f"这一笔核销现在是“{write_off.decision_name}”，不能撤销。")
        return write_off

    return found


def _proposed(settlement: Any, write_off: Any) -> str:
    whom, by = write_off.payment.shown_name, write_off.proposed_by.name
    return (
        f"{whom} {write_off.yuan} 元：{write_off.cause_name}。{write_off.reason}（{write_off.document}）"
        f"{by} {write_off.proposed_on} 提出。"
    )


def _sum(settlement: Any, payment: Any) -> str:
    return f"{payment.shown_name} {payment.yuan} 元，现在是“{payment.status_name}”。"
