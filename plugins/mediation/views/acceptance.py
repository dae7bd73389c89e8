"""受理 with the consent of every party, and the notice of rights and duties."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.forms.acceptance import AcceptanceForm, NoticeForm
from plugins.mediation.forms.parts import fit, message_at
from plugins.mediation.models import Dispute
from portal import clock
from portal.extensions import db
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

NOBODY = "名册上没有在任的人民调解员。请先在“调委会”里登记，再来受理。"


@bp.get("/disputes/<int:dispute_id>/acceptance")
@requires("mediation.mediate")
def new_acceptance(dispute_id: int):
    """受理: the form."""
    dispute = dispute_to_mediate(dispute_id, "pending")
    return _page(dispute, _form(dispute, recorder=current_user.name))


@bp.post("/disputes/<int:dispute_id>/acceptance")
@requires("mediation.mediate")
def accept(dispute_id: int):
    """受理; a refusal ends the matter."""
    dispute = dispute_to_mediate(dispute_id, "pending")
    form = _form(dispute)
    if not form.validate():
        return _page(dispute, form, 422)
    roster = {each.id: each for each in dispute.committee.serving}
    answers = [row.form.consent.data for row in form.consents]
    with message_at(form.mediators):
        dispute.accept(
            source=form.source.data,
            by=current_user,
            claims=form.claims.data,
            recorder=form.recorder.data,
            consents={each.party_id: answer for each, answer in zip(dispute.parties, answers, strict=True)},
            mediators=[roster[ident] for ident in form.mediators.data],
            remark=form.remark.data,
        )
    if form.errors:
        db.session.rollback()
        return _page(dispute_to_mediate(dispute_id, "pending"), form, 422)
    message = f"已受理，编号{dispute.number}。" if dispute.status == "mediating" else "有当事人拒绝，已终止并退回派单。"
    return saved(url_for("mediation.show", dispute_id=dispute.id), message)


@bp.get("/disputes/<int:dispute_id>/notice")
@requires("mediation.mediate")
def new_notice(dispute_id: int):
    """告知权利义务: the form."""
    return _notice_page(dispute_to_mediate(dispute_id, "mediating"), NoticeForm(data={"on": clock.today()}))


@bp.post("/disputes/<int:dispute_id>/notice")
@requires("mediation.mediate")
def give_notice(dispute_id: int):
    """告知权利义务."""
    dispute, form = dispute_to_mediate(dispute_id, "mediating"), NoticeForm()
    if not form.validate():
        return _notice_page(dispute, form, 422)
    dispute.give_notice(form.on.data, by=current_user)
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已登记告知日期。")


def _form(dispute: Dispute, **data) -> AcceptanceForm:
    form = AcceptanceForm(data=data)
    fit(form.consents, len(dispute.parties))
    serving = dispute.committee.serving
    form.mediators.choices = {each.id: f"{each.name}（{each.post_name}）" for each in serving}
    if not serving:
        form.mediators.description = NOBODY
    for row, each in zip(form.consents, dispute.parties, strict=True):
        row.form.consent.label.text = f"{each.party.side_name}　{each.party.name}"
    return form


def _page(dispute: Dispute, form: AcceptanceForm, status: int = 200):
    return render("mediation/acceptance.html", status=status, dispute=dispute, form=form)


def _notice_page(dispute: Dispute, form: NoticeForm, status: int = 200):
    return render(
        "mediation/step.html",
        status=status,
        dispute=dispute,
        form=form,
        verb="告知权利义务",
        explanation="请先打印《权利义务告知书》，向各方当事人说明并签收（人民调解法第二十三、二十四条）。",
    )
