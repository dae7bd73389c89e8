"""履行: what its forms offer and begin with."""

from plugins.mediation.models import Dispute, Instalment, Payment
from plugins.mediation.performance_forms import PaymentForm, ReminderForm
from portal import clock
from portal.money import format_yuan
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, among, today

UNSAID = {"payer_id": 0, "payee_id": 0, "how": ""}  # of what the agreement does not say


def said_of_payment(dispute: Dispute) -> dict:
    """Who pays whom and how, as the agreement says; what it leaves open is to be chosen."""
    return {name: value or UNSAID[name] for name, value in dispute.as_agreed().items()}


def instalment_of(dispute: Dispute, ident: int) -> Instalment | None:
    return among("instalments")(dispute.agreement, ident)


def offer_who(form: PaymentForm, dispute: Dispute, instalment: Instalment) -> None:
    """Who may have paid whom."""
    whose = {each.party_id: f"{each.party.name}（{each.party.side_name}）" for each in dispute.parties}
    form.payer_id.choices = form.payee_id.choices = [*whose.items(), (0, "其他人")]


def usual(dispute: Dispute, instalment: Instalment) -> dict:
    """As a rule the other side pays all that is left to whoever asked, or whom the text names."""
    first, last = dispute.parties[0], next(each for each in dispute.parties if each.party.side == 2)
    left = {"on": clock.today(), "amount_fen": instalment.balance_fen}
    return left | {"payer_id": last.party_id, "payee_id": instalment.payee_id or first.party_id}


def undone(dispute: Dispute, payment: Payment) -> str:
    return f"冲销 {format_yuan(payment.amount_fen)} 元"


STEPS = {
    Dispute.pay: Ask(
        PaymentForm,
        at="instalments/<int:instalment_id>",
        template="mediation/step.html",
        done="已登记履行。",
        row=instalment_of,
        start=usual,
        prepare=offer_who,
        error_at="amount_fen",
    ),
    Dispute.undo_payment: Ask(
        ReasonForm,
        at="payments/<int:payment_id>/undoing",
        done="已冲销，这笔钱重新算作没有付。",
        row=among("receipts"),
        title=undone,
        explanation="登记错了的，冲销以后再重新登记。两笔都留着。",
    ),
    Dispute.remind: Ask(
        ReminderForm,
        at="reminders/new",
        done="已登记催促。",
        start=today("on"),
        explanation=lambda dispute: dispute.enforceable,
    ),
    Dispute.call_due: Ask(
        ReasonForm,
        at="acceleration",
        done="其余各期已经到期。",
        explanation="协议约定：任何一期没有按期足额履行的，其余各期同时到期。",
    ),
}
