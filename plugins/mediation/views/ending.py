"""The two ends of a dispute: 终止调解 and 结案."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.forms.ending import ClosureForm, TerminationForm
from plugins.mediation.forms.parts import message_at
from plugins.mediation.models import Dispute
from portal.extensions import db
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

UNSETTLED = ("mediating", "agreed")


@bp.get("/disputes/<int:dispute_id>/termination")
@requires("mediation.mediate")
def new_termination(dispute_id: int):
    """终止调解: the form."""
    return _page(dispute_to_mediate(dispute_id, *UNSETTLED), TerminationForm(), "终止调解", tone="danger")


@bp.post("/disputes/<int:dispute_id>/termination")
@requires("mediation.mediate")
def terminate(dispute_id: int):
    """终止调解."""
    dispute, form = dispute_to_mediate(dispute_id, *UNSETTLED), TerminationForm()
    if not form.validate():
        return _page(dispute, form, "终止调解", status=422, tone="danger")
    dispute.terminate(form.reason.data, by=current_user)
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已终止调解，结果已反馈给派单单位。")


@bp.get("/disputes/<int:dispute_id>/closure")
@requires("mediation.mediate")
def new_closure(dispute_id: int):
    """结案: the form."""
    return _page(dispute_to_mediate(dispute_id, "effective"), ClosureForm(), "结案")


@bp.post("/disputes/<int:dispute_id>/closure")
@requires("mediation.mediate")
def close(dispute_id: int):
    """结案; the result goes back to the case."""
    dispute, form = dispute_to_mediate(dispute_id, "effective"), ClosureForm()
    if not form.validate():
        return _page(dispute, form, "结案", status=422)
    with message_at(form.performance):
        dispute.close(form.performance.data, form.note.data, by=current_user)
    if form.errors:
        db.session.rollback()
        return _page(dispute_to_mediate(dispute_id, "effective"), form, "结案", status=422)
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已结案，结果已反馈，等待核查归档。")


def _page(dispute: Dispute, form, verb: str, *, status: int = 200, **more):
    return render("mediation/step.html", status=status, dispute=dispute, form=form, verb=verb, **more)
