"""上传材料: scans, receipts and other papers that came from outside, as many as there are."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.forms.parts import message_at
from plugins.mediation.forms.signing import MaterialForm, chosen
from plugins.mediation.models import Dispute
from portal.extensions import db
from portal.files.models import Attachment
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

STATES = ("mediating", "agreed", "effective")


@bp.get("/disputes/<int:dispute_id>/materials/new")
@requires("mediation.mediate")
def new_material(dispute_id: int):
    """The form."""
    return _page(dispute_to_mediate(dispute_id, *STATES), MaterialForm())


@bp.post("/disputes/<int:dispute_id>/materials/new")
@requires("mediation.mediate")
def add_material(dispute_id: int):
    """Keep them; a scan of the agreement may be the last that was missing."""
    dispute, form = dispute_to_mediate(dispute_id, *STATES), MaterialForm()
    if not form.validate():
        return _page(dispute, form, 422)
    with message_at(form.files):
        for upload in chosen(form.files):
            Attachment.take_in(upload, subject=dispute, purpose=form.purpose.data, by=current_user)
    if form.errors:
        db.session.rollback()
        return _page(dispute_to_mediate(dispute_id, *STATES), form, 422)
    effective = dispute.status == "agreed" and dispute.settle_effect(by=current_user)
    return saved(
        url_for("mediation.show", dispute_id=dispute.id), "已上传。要件齐备，协议已生效。" if effective else "已上传。"
    )


def _page(dispute: Dispute, form: MaterialForm, status: int = 200):
    return render("mediation/step.html", status=status, dispute=dispute, form=form, verb="上传材料", button="上传")
