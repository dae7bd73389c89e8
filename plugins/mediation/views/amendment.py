"""变更、解除、撤销: what their forms offer and begin with."""

from flask import request

from plugins.mediation.amendment_forms import AmendedForm, AmendmentForm, RevocationForm
from plugins.mediation.models import Amendment, Dispute
from plugins.mediation.views.scans import expect_changed
from portal.money import format_yuan
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, among, today
from portal.web.pages.formatting import day

SHOWN = 60  # characters of a clause


def offer_clauses(form: AmendmentForm, dispute: Dispute) -> None:
    """What is in force, and who may be paid."""
    payees = {each.party_id: each.party.name for each in dispute.parties}
    for row in form.plan:
        row.form.offer_payees(payees)
    in_force = [each for each in dispute.clauses if each.until is None]
    form.replaces.choices = {each.key: _short(each.text) for each in in_force}


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


def what_is_left(dispute: Dispute) -> str:
    """What is still to be paid, which a new plan replaces."""
    owed = dispute.owed
    plan = "；".join(f"{day(each.on)} {format_yuan(each.fen)} 元" for each in owed.plan)
    told = f"协议金额 {format_yuan(owed.whole)} 元，已付 {format_yuan(owed.paid_fen)} 元。" if owed.whole else ""
    left = f"{told}现在还没有付的：{plan}。填了“还没有付的改为”的，全部由它代替；不填的，照旧。" if plan else ""
    return f"写好以后打印，由各方签名、调委会盖章，登记生效以后才变。解除的，只写理由和善后。{left}"


def amended(dispute: Dispute, amendment: Amendment) -> str:
    return "已登记，协议已经变更。" if dispute.status == "effective" else "已登记，协议解除，结果已反馈给派单单位。"


def and_checked(form: AmendmentForm | AmendedForm, dispute: Dispute) -> dict:
    """What the form says, and the doubts that were ticked."""
    return form.arguments() | {"checked": request.form.get("vouched", "").split("、")}


STEPS = {
    Dispute.draw_amendment: Ask(
        AmendmentForm,
        at="amendments/new",
        done="已起草，请打印，由各方签名、盖章后登记生效。",
        icon="pencil",
        explanation=what_is_left,
        prepare=offer_clauses,
        args=and_checked,
        groups=("clauses", "plan"),
        fields=("kind", "together", "reason", "replaces", "perform_by", "amount"),
        error_at="reason",
    ),
    Dispute.sign_amendment: Ask(
        AmendedForm,
        at="amendments/<int:amendment_id>/effect",
        done=amended,
        row=among("amendments"),
        title=lambda dispute, amendment: f"登记{amendment.kind_name}生效",
        start=today("on"),
        prepare=expect_changed,
        args=and_checked,
        error_at="files",
        uploads=True,
    ),
    Dispute.drop_amendment: Ask(
        ReasonForm,
        at="amendments/<int:amendment_id>/dropping",
        done="已登记，原协议不变。",
        row=among("amendments"),
        title=lambda dispute, amendment: f"不再{amendment.kind_name[:2]}",
    ),
    Dispute.revoke: Ask(
        RevocationForm,
        at="revocation",
        done="已登记，协议不再履行。",
        icon="x",
        tone="danger",
        explanation="人民法院的判决生效以后登记（人民调解法第三十二条）。各方同意解除的，点“变更、解除协议”。",
        error_at="on",
    ),
}
