"""受理 and the sittings: what their forms offer, begin with, and give to the steps."""

from collections.abc import Iterable

from flask_login import current_user

from plugins.mediation.forms import AcceptanceCorrectionForm, AcceptanceForm, LeavingForm, SessionForm
from plugins.mediation.models import Dispute, DisputeParty, Mediator, Session
from plugins.mediation.models.load import load_of
from portal import clock
from portal.web.forms.repeating_fields import fit

SESSION = ("held_at", "ended_at", "place", "present", "guests", "transcript", "outcome", "result", "failure_reason")
NOBODY = "名册上没有在任的人民调解员。请先在“调委会”里登记，再来受理。"
ACCEPTED = ("source", "claims", "recorder", "remark", "chosen_by")


def offer_parties_and_mediators(form: AcceptanceForm, dispute: Dispute) -> None:
    """A line for the consent of each party, and who is on the roster."""
    fit(form.consents, len(dispute.parties))
    if len(dispute.parties) < 3:
        del form.follows
    serving = dispute.committee.serving
    form.mediators.choices = to_choose(serving)
    if not serving:
        form.mediators.description = NOBODY
    for row, each in zip(form.consents, dispute.parties, strict=True):
        whose = f"（{each.acting}代为表示）" if each.needs_guardian else ""
        if each.lacks_guardian:
            whose = "（未成年，由法定代理人表示；请先登记代理人）"
        row.form.consent.label.text = f"{each.party.side_name}　{each.party.name}{whose}"


def to_choose(mediators: Iterable[Mediator]) -> dict[int, str]:
    """Each by post, what they know best, and how much they have in hand; in the order of the roster."""
    found = list(mediators)
    load = load_of(each.id for each in found)
    return {
        each.id: f"{each.name}（{'，'.join(filter(None, (each.post_name, each.specialities and f'擅长{each.specialities}', f'在办 {load[each.id]} 件')))}）"
        for each in found
    }


def usual(dispute: Dispute) -> dict:
    """Whoever takes it up records it, and mediates where on the roster; the only one in office does in any case."""
    serving = dispute.committee.serving
    mine = [each.id for each in serving if each.name == current_user.name or len(serving) == 1]
    return {"recorder": current_user.name, "mediators": mine}


def consents_and_mediators(form: AcceptanceForm, dispute: Dispute) -> dict:
    """What was said and chosen, as `Dispute.accept` takes it."""
    written = {name: form[name].data for name in ACCEPTED}
    consents = {each.party_id: row.form.consent.data for each, row in zip(dispute.parties, form.consents, strict=True)}
    mediators = [each for each in dispute.committee.serving if each.id in form.mediators.data]
    return written | {"consents": consents, "mediators": mediators, "apart": _goes_on(form)}


def _goes_on(form: AcceptanceForm) -> bool:
    return bool(form.follows and form.follows.data == "apart")


def as_accepted(dispute: Dispute) -> dict:
    """What was written down as it was taken up."""
    written = {name: getattr(dispute, name) for name in ACCEPTED}
    return written | {"mediators": [each.id for each in dispute.mediators]}


def offer_mediators(form: AcceptanceCorrectionForm, dispute: Dispute) -> None:
    """Who is on the roster, and who was chosen and is no longer."""
    on_it = dict.fromkeys([*dispute.mediators, *dispute.committee.serving])
    form.mediators.choices = to_choose(on_it)


def acceptance_corrected(form: AcceptanceCorrectionForm, dispute: Dispute) -> dict:
    """What stands now, as `Dispute.correct_acceptance` takes it."""
    known = dict.fromkeys([*dispute.mediators, *dispute.committee.serving])
    written = {name: form[name].data for name in (*ACCEPTED, "reason")}
    return written | {"mediators": [each for each in known if each.id in form.mediators.data]}


def offer_parties(form: SessionForm, dispute: Dispute) -> None:
    """Who may have been present; agents are asked about where there are any."""
    form.present.choices = {each.party_id: f"{each.party.name}（{each.party.side_name}）" for each in dispute.parties}
    acting = {each.party_id: f"{each.party.name}的{each.acting}" for each in dispute.parties if each.agent}
    form.agents_present.choices = acting
    if not acting:
        del form.agents_present


def offer_notice(form: SessionForm, dispute: Dispute) -> None:
    """Besides, the tick for those who are told of their rights as it begins."""
    offer_parties(form, dispute)
    if not dispute.untold:
        del form.told
    elif len(dispute.untold) < len(dispute.parties):
        form.told.description = f"还没有告知：{'、'.join(each.party.name for each in dispute.untold)}。"


def written(form: SessionForm) -> dict:
    """What was written of a sitting."""
    agents = form.agents_present.data if form.agents_present else []
    return {name: form[name].data for name in SESSION} | {"agents_present": agents}


def session_told(form: SessionForm, dispute: Dispute) -> dict:
    """What was written, as `Dispute.hold_session` takes it."""
    return written(form) | {"told": bool(form.told and form.told.data)}


def as_written(dispute: Dispute, session: Session) -> dict:
    """The record of a sitting as it stands."""
    known = {name: getattr(session, name) for name in (*SESSION, "agents_present") if name != "guests"}
    return known | {"guests": session.guests_written, "guests_agreed": bool(session.guests)}


def new_record(dispute: Dispute) -> dict:
    """What a record begins with: when and where its sitting was arranged; without one, now, in the room of the committee."""
    if (arranged := dispute.to_record) is None:
        return {"held_at": clock.now(), "place": f"{dispute.committee.unit.short_name}人民调解室"}
    over = {"ended_at": arranged.ends_at} if arranged.ends_at <= clock.now() else {}
    return over | {"held_at": min(arranged.starts_at, clock.now()), "place": arranged.where}


def to_go_on(dispute: Dispute) -> bool:
    """Whether the last sitting left it open (待续调): another one comes next, not the text of an agreement."""
    return bool(dispute.sessions) and dispute.sessions[-1].outcome == "continue" and dispute.agreement is None


def left(dispute: Dispute) -> str:
    if dispute.open:
        return "已登记，和其余各方继续调解。请打印《不予调解告知书》。"
    return "已登记，调解终止，结果已反馈给派单单位。请打印《终止调解告知书》。"


def offer_parting(form: LeavingForm, dispute: Dispute, party: DisputeParty) -> None:
    """To go on with the others, where there are any on both sides."""
    if not dispute.can_go_on_without([party]):
        del form.follows


def acting(dispute: Dispute, party: DisputeParty) -> dict:
    """Who acts for the party so far."""
    kept = ("own_work", "relation", "scope", "acts", "acts_from", "acts_until", "paper_seen_on")
    known = {name: getattr(party, name) for name in kept}
    return known | ({"name": party.agent.name} if party.agent else {})


def accepted(dispute: Dispute) -> str:
    return f"已受理，编号{dispute.number}。" if dispute.status == "mediating" else "有当事人拒绝，已终止并退回派单。"
