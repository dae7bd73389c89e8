"""当场调解: what the parties settle at one table is entered on one page. It takes the steps that are declared on the dispute, one after the other, in one
transaction: 受理, 告知 with 第一次调解, the text, 定稿. Each checks what it checks elsewhere and has its own entry on the timeline."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.models import Dispute
from plugins.mediation.papers import papers
from plugins.mediation.table_forms import AtOneTableForm
from plugins.mediation.views.agreement import content, fitted, printed, put_down
from plugins.mediation.views.checking import findings_of_typed, say_at_fields
from plugins.mediation.views.hearing import ACCEPTED, NOBODY, SESSION, new_record, offer_parties, to_choose, usual
from portal.errors import RuleError
from portal.records.attempt import attempt
from portal.records.mounting import Ask
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/disputes/<int:dispute_id>/at-one-table")
@requires("mediation.mediate")
def meet_at_one_table(dispute_id: int):
    """The form, fresh."""
    dispute = dispute_to_mediate(dispute_id, "pending")
    begun = new_record(dispute)
    begun["held_where"] = begun.pop("place")
    return _page(dispute, _form(dispute, data=content(dispute) | usual(dispute) | begun))


@bp.post("/disputes/<int:dispute_id>/at-one-table")
@requires("mediation.mediate")
def settle_at_one_table(dispute_id: int):
    """All of it, or nothing; or, for the buttons inside the form, a clause or an instalment more or less."""
    dispute = dispute_to_mediate(dispute_id, "pending")
    form = _form(dispute)
    if resize(form.terms, form.instalments):
        return _page(dispute, form)
    if not form.validate():
        return _page(dispute, form, 422)
    if refused := attempt(lambda: _settle(dispute, form)):
        return _page(dispute_to_mediate(dispute_id, "pending"), form, 422, refused=refused)
    return printed(dispute, url_for("mediation.edit_signatures", dispute_id=dispute_id))


def _settle(dispute: Dispute, form: AtOneTableForm) -> None:
    chosen = [each for each in dispute.committee.serving if each.id in form.mediators.data]
    consents = dict.fromkeys((each.party_id for each in dispute.parties), "yes")
    told = {name: form[name].data for name in ACCEPTED}
    dispute.accept(by=current_user, consents=consents, mediators=chosen, **told)
    held = {name: form[name].data for name in SESSION if name in form}
    present, agents = form.who_came
    held |= {"present": present, "place": form.held_where.data, "outcome": "agreed"}
    dispute.hold_session(by=current_user, told=form.told.data, agents_present=agents, **held)
    put_down(dispute, form, final=True)


def _form(dispute: Dispute, **kwargs) -> AtOneTableForm:
    form = fitted(AtOneTableForm(**kwargs), dispute)
    offer_parties(form, dispute)
    serving = dispute.committee.serving
    form.mediators.choices = to_choose(serving)
    if not serving:
        form.mediators.description = NOBODY
    by_guardian = [each.party_id for each in dispute.parties if each.needs_guardian]
    form.everybody = [each.party_id for each in dispute.parties if each.party_id not in by_guardian], by_guardian
    return form


def _page(dispute: Dispute, form: AtOneTableForm, status: int = 200, *, refused: RuleError | None = None):
    found = findings_of_typed(dispute, form) if form.clauses() else []
    found = say_at_fields(form, found, refused, Ask(AtOneTableForm, error_at="transcript"))
    return render(
        "mediation/at_one_table.html",
        status=status,
        dispute=dispute,
        form=form,
        found=found,
        paper_url=papers.url("rights", dispute),
    )
