"""签名、印章 and the scans; when nothing is missing the agreement is in force."""

from flask import request, url_for
from flask_login import current_user

from plugins.mediation.agreement_forms import SignaturesForm
from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.models import Dispute
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.papers import AGREEMENT, papers
from plugins.mediation.views.performance import said_of_payment
from plugins.mediation.views.scans import expect_agreement
from plugins.mediation.views.steps import steps, visit
from portal import clock
from portal.extensions import db
from portal.files.models import Attachment
from portal.records.mounting import ONWARD
from portal.web.forms import message_at
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import fit
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/disputes/<int:dispute_id>/signatures")
@requires("mediation.mediate")
def edit_signatures(dispute_id: int):
    """Who has signed, the seal, the scans."""
    dispute = dispute_to_mediate(dispute_id, "agreed")
    text = dispute.agreement
    parties = [
        {"on": text.signed_by(each.party), "by_agent": text.agent_signed(each.party)} for each in dispute.parties
    ]
    mediators = [{"on": text.signed_by(each)} for each in dispute.mediators]
    noted = {"version": text.version, "sealed_on": text.sealed_on, "parties": parties, "mediators": mediators}
    noted |= said_of_payment(dispute)
    return _page(dispute, _form(dispute, data=noted | {"day": clock.today()}))


@bp.post("/disputes/<int:dispute_id>/signatures")
@requires("mediation.mediate")
def sign(dispute_id: int):
    """Note signatures, seal and scans."""
    dispute = dispute_to_mediate(dispute_id, "agreed")
    form = _form(dispute)
    if not form.validate():
        return _page(dispute, form, 422)
    if form.version.data != dispute.agreement.version:
        return _overtaken(dispute, form)
    if not _noted(dispute, form):
        db.session.rollback()
        return _page(dispute_to_mediate(dispute_id, "agreed"), form, 422)
    effective = dispute.settle_effect(by=current_user)
    message = "要件齐备，协议已生效。" if effective else "已保存。协议还没有生效，请看“还缺什么”。"
    if form.performed.data:
        message += _performed_at_once(dispute, form) if effective else "当场履行、回访和结案没有登记。"
    onward = steps.next_url(dispute) if effective and ONWARD in request.form else ""
    return saved(onward or url_for("mediation.show", dispute_id=dispute.id), message)


def _performed_at_once(dispute: Dispute, form: SignaturesForm) -> str:
    """登记履行, 回访 and 结案, as the page says: all was performed before the eyes of the mediator, who asks on the spot."""
    said = {"performance": "签订协议时已当场全部履行。", "satisfaction": form.satisfaction.data}
    asked = visit(dispute) | {"way": "office"} | said
    dispute.visit(by=current_user, paid=dispute.agreement.unpaid, payment=form.payment(), closes="full", **asked)
    return "已登记履行、回访并结案，结果已反馈，等待核查归档。"


def _noted(dispute: Dispute, form: SignaturesForm) -> bool:
    """Take over what the form says. What cannot be gets its message at its field, and the answer is False."""
    for who, row in _lines(dispute, form):
        with message_at(row.on):
            dispute.agreement.sign(who, form.day_of(row), by_agent=bool(row.by_agent and row.by_agent.data))
    with message_at(form.sealed_on):
        dispute.agreement.seal(form.seal_day)
    with message_at(form.scan):
        for upload in form.scan.taken:
            Attachment.take_in(upload, subject=dispute, purpose=SIGNED_SCAN, by=current_user)
    for rows in (form.parties, form.mediators):
        rows.errors = [row.errors for row in rows if row.errors]
    return not form.errors


def _overtaken(dispute: Dispute, form: SignaturesForm):
    """Somebody else has noted something meanwhile: put it beside what was typed, to be looked at and sent again."""
    text = dispute.agreement
    for who, row in _lines(dispute, form):
        _fill_in(row.on, text.signed_by(who))
    _fill_in(form.sealed_on, text.sealed_on)
    _fill_in(form.version, text.version, always=True)
    return _page(dispute, form, 409, overtaken=True)


def _fill_in(field, value, *, always: bool = False) -> None:
    if always or (value is not None and not field.data):
        field.process_data(value)
        field.raw_data = None


def _lines(dispute: Dispute, form: SignaturesForm):
    """Who signs, with the line of the form."""
    yield from ((each.party, row.form) for each, row in zip(dispute.parties, form.parties, strict=True))
    yield from ((each, row.form) for each, row in zip(dispute.mediators, form.mediators, strict=True))


def _form(dispute: Dispute, **kwargs) -> SignaturesForm:
    form = SignaturesForm(**kwargs)
    expect_agreement(form, dispute)
    _offer_payment(dispute, form)
    fit(form.parties, len(dispute.parties))
    fit(form.mediators, len(dispute.mediators))
    for row, each in zip(form.parties, dispute.parties, strict=True):
        signs = f"（{each.acting}{'代为签名' if each.needs_guardian else ''}）" if each.acting else ""
        row.form.on.label.text = f"{each.party.side_name}　{each.party.name}{signs}"
        if not each.is_entrusted:
            del row.form.by_agent
    for row, each in zip(form.mediators, dispute.mediators, strict=True):
        row.form.on.label.text = f"调解员　{each.name}"
        del row.form.by_agent
    return form


def _offer_payment(dispute: Dispute, form: SignaturesForm) -> None:
    """Who paid whom and how, where money is to be paid."""
    text = dispute.agreement
    if not text.instalments and not (text.way == "once" and text.amount_fen and text.perform_by):
        del form.payer_id, form.payee_id, form.how
        return
    form.offer_payment(dispute)


def _page(dispute: Dispute, form: SignaturesForm, status: int = 200, *, overtaken: bool = False):
    text = dispute.agreement
    return render(
        "mediation/signatures.html",
        status=status,
        dispute=dispute,
        form=form,
        missing=text.missing(scanned=bool(dispute.scans)),
        stored=[row for who, row in _lines(dispute, form) if text.signed_by(who)],
        overtaken=overtaken,
        found=dispute.findings,
        paper_url=papers.url(AGREEMENT.kind, dispute),
        onward=ONWARD,
    )
