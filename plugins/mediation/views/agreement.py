"""调解协议: the text, its final form, the signatures with the scan, and the instalments."""

from flask import abort, request, url_for
from flask_login import current_user

from plugins.mediation import papers
from plugins.mediation.blueprint import bp, dispute_or_404
from plugins.mediation.forms import AgreementForm, PaymentForm, SignaturesForm
from plugins.mediation.models import Agreement, Dispute
from portal import clock
from portal.extensions import db
from portal.files.models import Attachment
from portal.rules import RuleError, WrongState
from portal.web.guards import requires
from portal.web.rendering import render
from portal.web.submissions import saved

PLAIN = ("facts", "issues", "way", "way_note", "place", "perform_by", "time_note", "breach")


@bp.get("/disputes/<int:dispute_id>/agreement")
@requires("mediation.mediate")
def edit_agreement(dispute_id: int):
    """The text."""
    dispute = _in_mediation(dispute_id)
    return _page(dispute, _form(dispute, data=_content(dispute)))


@bp.post("/disputes/<int:dispute_id>/agreement")
@requires("mediation.mediate")
def write_agreement(dispute_id: int):
    """Keep the text; or, for the buttons inside the form, a clause or an instalment more or less."""
    dispute = _in_mediation(dispute_id)
    form = _form(dispute)
    if _inner_button(form):
        return _page(dispute, form)
    if not form.validate():
        return _page(dispute, form, 422)
    if _overtaken(dispute, form):
        return _page(dispute, form, 409, theirs=dispute.agreement)
    dispute.agreement = dispute.agreement or Agreement()
    try:
        dispute.agreement.write(
            terms=form.clauses(), instalments=form.plan(), amount_fen=form.amount.data,
            responsibilities={each.party_id: row.form.text.data
                              for each, row in zip(dispute.parties, form.responsibilities, strict=True)},
            **{name: form[name].data for name in PLAIN})
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        form.amount.errors = [str(error)]
        return _page(_in_mediation(dispute_id), form, 422)
    return saved(url_for("mediation.show", dispute_id=dispute.id), "协议内容已保存。核对草稿后可以定稿打印。")


@bp.post("/disputes/<int:dispute_id>/agreement/final")
@requires("mediation.mediate")
def conclude(dispute_id: int):
    """定稿: freeze the text and render the copies that will be signed."""
    dispute = dispute_or_404(dispute_id)
    if dispute.agreement is None:
        raise WrongState("还没有协议内容，请先填写。")
    dispute.conclude(by=current_user)
    paper = papers.agreement(dispute).issue(by=current_user)
    return saved(url_for("mediation.show", dispute_id=dispute.id), f"已定稿，一式 {paper.copies} 份，请打印签署。")


@bp.post("/disputes/<int:dispute_id>/agreement/revision")
@requires("mediation.mediate")
def revise(dispute_id: int):
    """退回修改."""
    dispute = dispute_or_404(dispute_id)
    dispute.revise(by=current_user)
    return saved(url_for("mediation.edit_agreement", dispute_id=dispute.id), "已退回修改，原来的签名作废。")


@bp.get("/disputes/<int:dispute_id>/signatures")
@requires("mediation.mediate")
def edit_signatures(dispute_id: int):
    """Who has signed, the seal, the scan."""
    dispute = _agreed(dispute_id)
    text = dispute.agreement
    form = _signatures_form(dispute, data={
        "parties": [{"party_id": each.party_id, "on": text.signed_by(each.party)} for each in dispute.parties],
        "mediators": [{"mediator_id": each.id, "on": text.signed_by(each)} for each in dispute.mediators],
        "sealed_on": text.sealed_on})
    return _signatures_page(dispute, form)


@bp.post("/disputes/<int:dispute_id>/signatures")
@requires("mediation.mediate")
def sign(dispute_id: int):
    """Note signatures, seal and scan; when nothing is missing the agreement is in force."""
    dispute = _agreed(dispute_id)
    form = _signatures_form(dispute)
    if not form.validate():
        return _signatures_page(dispute, form, 422)
    try:
        _note_signatures(dispute, form)
    except RuleError as error:
        db.session.rollback()
        form.scan.errors = [str(error)]
        return _signatures_page(_agreed(dispute_id), form, 422)
    scanned = db.session.scalars(Attachment.of(dispute).limit(1)).first() is not None
    effective = dispute.settle_effect(by=current_user, scanned=scanned)
    message = "要件齐备，协议已生效。" if effective else "已保存。协议还没有生效，请看“还缺什么”。"
    return saved(url_for("mediation.show", dispute_id=dispute.id), message)


@bp.get("/disputes/<int:dispute_id>/instalments/<int:instalment_id>")
@requires("mediation.mediate")
def new_payment(dispute_id: int, instalment_id: int):
    """登记履行: the form."""
    dispute, _ = _instalment(dispute_id, instalment_id)
    return _payment_page(dispute, PaymentForm(data={"on": clock.today()}))


@bp.post("/disputes/<int:dispute_id>/instalments/<int:instalment_id>")
@requires("mediation.mediate")
def pay(dispute_id: int, instalment_id: int):
    """登记履行."""
    dispute, instalment = _instalment(dispute_id, instalment_id)
    form = PaymentForm()
    if not form.validate():
        return _payment_page(dispute, form, 422)
    instalment.pay(form.on.data)
    return saved(url_for("mediation.show", dispute_id=dispute.id), "已登记履行。")


def _note_signatures(dispute: Dispute, form: SignaturesForm) -> None:
    text = dispute.agreement
    for each, row in zip(dispute.parties, form.parties, strict=True):
        if row.form.on.data:
            text.sign(row.form.on.data, party=each.party)
    for each, row in zip(dispute.mediators, form.mediators, strict=True):
        if row.form.on.data:
            text.sign(row.form.on.data, mediator=each)
    text.sealed_on = form.sealed_on.data or text.sealed_on
    upload = request.files.get("scan")
    if upload and upload.filename:
        Attachment.take_in(upload, subject=dispute, purpose="signed_agreement", by=current_user)


def _in_mediation(dispute_id: int) -> Dispute:
    dispute = dispute_or_404(dispute_id)
    if dispute.status != "mediating":
        raise WrongState(f"这起纠纷现在是“{dispute.status_name}”，不能修改协议内容。")
    return dispute


def _agreed(dispute_id: int) -> Dispute:
    dispute = dispute_or_404(dispute_id)
    if dispute.status not in ("agreed", "effective"):
        raise WrongState("协议书定稿以后才能登记签名和印章。")
    return dispute


def _instalment(dispute_id: int, instalment_id: int):
    dispute = dispute_or_404(dispute_id)
    if dispute.status != "effective":
        raise WrongState("协议生效以后才能登记履行。")
    found = next((each for each in dispute.agreement.instalments if each.id == instalment_id), None)
    return dispute, found or abort(404)


def _content(dispute: Dispute) -> dict:
    """What the form begins with: the text so far, else what the case already tells."""
    text = dispute.agreement
    if text is None:
        return {"facts": dispute.case.description, "version": "0",
                "responsibilities": [{"party_id": each.party_id} for each in dispute.parties]}
    duties = {each.party_id: each.text for each in text.responsibilities}
    return {name: getattr(text, name) for name in PLAIN} | {
        "version": str(text.version), "amount": text.amount_fen,
        "terms": [{"text": term.text} for term in text.terms],
        "responsibilities": [{"party_id": each.party_id, "text": duties.get(each.party_id, "")}
                             for each in dispute.parties],
        "instalments": [{"due_on": each.due_on, "amount": each.amount_fen, "note": each.note}
                        for each in text.instalments]}


def _form(dispute: Dispute, **kwargs) -> AgreementForm:
    form = AgreementForm(**kwargs)
    _fit(form.responsibilities, len(dispute.parties))
    for row, each in zip(form.responsibilities, dispute.parties, strict=True):
        row.form.text.label.text = f"{each.party.side_name}{each.party.name}的责任"
    return form


def _signatures_form(dispute: Dispute, **kwargs) -> SignaturesForm:
    form = SignaturesForm(**kwargs)
    _fit(form.parties, len(dispute.parties))
    _fit(form.mediators, len(dispute.mediators))
    for row, each in zip(form.parties, dispute.parties, strict=True):
        row.form.on.label.text = f"{each.party.side_name}　{each.party.name}"
    for row, each in zip(form.mediators, dispute.mediators, strict=True):
        row.form.on.label.text = f"调解员　{each.name}"
    return form


def _fit(rows, count: int) -> None:
    """Exactly `count` rows, whatever was sent."""
    del rows.entries[count:]
    while len(rows) < count:
        rows.append_entry()


def _inner_button(form: AgreementForm) -> bool:
    lists = {"terms": form.terms, "instalments": form.instalments}
    if wanted := lists.get(request.form.get("add")):
        if len(wanted) < wanted.max_entries:
            wanted.append_entry()
        return True
    if row_id := request.form.get("remove"):
        for rows in lists.values():
            rows.entries = [row for row in rows.entries if row.id != row_id]
        return True
    return False


def _overtaken(dispute: Dispute, form: AgreementForm) -> bool:
    """Whether somebody else has changed the text since this form was opened."""
    return dispute.agreement is not None and form.version.data != str(dispute.agreement.version)


def _page(dispute: Dispute, form: AgreementForm, status: int = 200, theirs: Agreement | None = None):
    if theirs is not None:
        form.version.process_data(str(theirs.version))
        form.version.raw_data = None
    return render("mediation/agreement.html", status=status, dispute=dispute, form=form, theirs=theirs)


def _signatures_page(dispute: Dispute, form: SignaturesForm, status: int = 200):
    return render("mediation/signatures.html", status=status, dispute=dispute, form=form)


def _payment_page(dispute: Dispute, form: PaymentForm, status: int = 200):
    return render("mediation/step.html", status=status, dispute=dispute, form=form, verb="登记履行")
