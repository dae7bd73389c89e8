"""调解记录: one page a sitting."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.forms.parts import message_at
from plugins.mediation.forms.session import SessionForm
from plugins.mediation.models import Dispute
from portal import clock
from portal.extensions import db
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

FIELDS = ("held_at", "ended_at", "place", "present", "guests", "transcript", "outcome", "result", "failure_reason")
STATES = ("mediating", "agreed")


@bp.get("/disputes/<int:dispute_id>/sessions/new")
@requires("mediation.mediate")
def new_session(dispute_id: int):
    """The form."""
    dispute = dispute_to_mediate(dispute_id, *STATES)
    start = {
        "held_at": clock.now(),
        "place": f"{dispute.committee.unit.short_name}人民调解室",
        "present": [each.party_id for each in dispute.parties],
    }
    return _page(dispute, _form(dispute, data=start))


@bp.post("/disputes/<int:dispute_id>/sessions/new")
@requires("mediation.mediate")
def hold_session(dispute_id: int):
    """Keep the record."""
    dispute = dispute_to_mediate(dispute_id, *STATES)
    form = _form(dispute)
    if not form.validate():
        return _page(dispute, form, 422)
    with message_at(form.held_at):
        session = dispute.hold_session(by=current_user, **{name: form[name].data for name in FIELDS})
    if form.errors:
        db.session.rollback()
        return _page(dispute_to_mediate(dispute_id, *STATES), form, 422)
    return saved(url_for("mediation.show", dispute_id=dispute.id), f"已保存第 {session.sequence} 次调解记录。")


def _form(dispute: Dispute, **kwargs) -> SessionForm:
    form = SessionForm(**kwargs)
    form.present.choices = {each.party_id: f"{each.party.name}（{each.party.side_name}）" for each in dispute.parties}
    return form


def _page(dispute: Dispute, form: SessionForm, status: int = 200):
    return render(
        "mediation/step.html",
        status=status,
        dispute=dispute,
        form=form,
        verb="调解记录",
        button="保存记录",
        keeps_draft=True,
    )
