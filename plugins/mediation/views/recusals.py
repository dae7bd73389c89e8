"""回避: what its forms offer and begin with."""

from plugins.mediation.models import Dispute, Recusal
from plugins.mediation.recusal_forms import DecisionForm, RecusalForm
from plugins.mediation.views.hearing import to_choose
from portal.records.mounting import Ask, among, today

HIMSELF = 0


def offer_who(form: RecusalForm, dispute: Dispute) -> None:
    """Whom it may be about, and who may ask for it."""
    form.mediator.choices = [(each.id, each.name) for each in dispute.mediators]
    parties = [(each.party_id, f"{each.party.name}（{each.party.side_name}）") for each in dispute.parties]
    form.asked_by.choices = [(HIMSELF, "调解员自己提出"), *parties]


def asked(form: RecusalForm, dispute: Dispute) -> dict:
    """What was filled in, as `Dispute.ask_recusal` takes it."""
    mediator = next(each for each in dispute.mediators if each.id == form.mediator.data)
    party = next((each for each in dispute.parties if each.party_id == form.asked_by.data), None)
    return {"mediator": mediator, "party": party, "on": form.on.data, "reason": form.reason.data}


def offer_others(form: DecisionForm, dispute: Dispute, recusal: Recusal) -> None:
    """Who may take the place."""
    form.mediators.choices = to_choose(_others(dispute, recusal))


def _others(dispute: Dispute, recusal: Recusal) -> list:
    out = {recusal.mediator, *dispute.mediators}
    return [each for each in dispute.committee.serving if each not in out and not dispute.stepped_back(each)]


def decided(form: DecisionForm, dispute: Dispute) -> dict:
    """What was filled in, as `Dispute.decide_recusal` takes it."""
    chosen = [each for each in dispute.committee.serving if each.id in form.mediators.data]
    return {
        "granted": form.granted.data == "yes",
        "answer": form.answer.data,
        "mediators": chosen,
        "chosen_by": form.chosen_by.data,
    }


STEPS = {
    Dispute.ask_recusal: Ask(
        RecusalForm,
        at="recusals/new",
        done="已登记，等调委会决定；决定以前不能定稿。",
        explanation="调解员与本件有利害关系、可能影响公正的，自己提出或者由当事人提出回避，由调委会决定，另行选定调解员。",
        start=today("on"),
        prepare=offer_who,
        args=asked,
        error_at="mediator",
    ),
    Dispute.decide_recusal: Ask(
        DecisionForm,
        at="recusals/<int:recusal_id>/decision",
        done="已决定，写进以后的调解记录。",
        row=among("recusals"),
        button="确定",
        title=lambda dispute, recusal: f"决定{recusal.mediator.name}是否回避",
        explanation=lambda dispute, recusal: recusal.told,
        prepare=offer_others,
        args=decided,
        error_at="granted",
    ),
}
