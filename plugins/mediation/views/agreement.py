"""调解协议: the text, its final form, and taking it up again."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from flask import request, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from wtforms import Field, FieldList, FormField

from plugins.mediation.agreement_forms import AgreementForm
from plugins.mediation.blueprint import bp, dispute_to_mediate
from plugins.mediation.models import Agreement, Dispute
from plugins.mediation.models.agreement import WAYS
from plugins.mediation.papers import AGREEMENT, papers
from plugins.mediation.views.checking import findings_of_typed, looked_at, offer_tick, say_at_fields
from plugins.mediation.views.clauses import filled_in, put_in
from portal import clock
from portal.database import begin_writing, done_writing
from portal.errors import RuleError
from portal.extensions import db
from portal.records.attempt import attempt
from portal.records.mounting import Ask
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import fit, resize
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

FINAL = "final"  # the button that keeps the text and makes it final
F = TypeVar("F", bound=AgreementForm)
PLAIN = ("facts", "issues", "way", "way_note", "place", "perform_by", "time_note", "breach", "accelerates")


@bp.get("/disputes/<int:dispute_id>/agreement")
@requires("mediation.mediate")
def edit_agreement(dispute_id: int):
    """The text."""
    dispute = dispute_to_mediate(dispute_id, "mediating")
    form = _form(dispute, data=content(dispute))
    if dispute.agreement is not None and not dispute.faults:
        offer_tick(dispute, form)
    return _page(dispute, form)


@bp.post("/disputes/<int:dispute_id>/agreement")
@requires("mediation.mediate")
def write_agreement(dispute_id: int):
    """Keep the text; or, for the buttons inside the form, a clause or an instalment more or less."""
    dispute = dispute_to_mediate(dispute_id, "mediating")
    form = _form(dispute)
    if resize(form.terms, form.instalments):
        return _page(dispute, form)
    if put_in(dispute, form, request.form):
        return _page(dispute, form)
    if not form.validate():
        return _page(dispute, form, 422)
    if dispute.agreement is not None and form.version.data != dispute.agreement.version:
        return _overtaken(dispute, form)
    final = FINAL in request.form
    try:
        refused = attempt(lambda: put_down(dispute, form, final=final))
    except (StaleDataError, IntegrityError):  # in the same moment
        db.session.rollback()
        return _overtaken(dispute_to_mediate(dispute_id, "mediating"), form)
    if refused:
        return _page(dispute_to_mediate(dispute_id, "mediating"), form, 422, refused=refused)
    if final:
        return printed(dispute, url_for("mediation.edit_signatures", dispute_id=dispute_id))
    found = len(dispute.findings)
    told = f"有 {found} 处请核对，改好再定稿。" if found else "核对草稿后可以定稿打印。"
    return saved(url_for("mediation.show", dispute_id=dispute.id), f"协议内容已保存。{told}")


@bp.post("/disputes/<int:dispute_id>/agreement/final")
@requires("mediation.mediate")
def conclude(dispute_id: int):
    """定稿: freeze the text and render the copies that will be signed."""
    dispute = dispute_to_mediate(dispute_id, "mediating")
    if dispute.agreement is not None and any(not each.must for each in dispute.findings):
        return saved(url_for("mediation.edit_agreement", dispute_id=dispute_id), "定稿以前，请先核对标出的几处。")
    dispute.conclude(by=current_user)
    return printed(dispute, url_for("mediation.show", dispute_id=dispute.id))


def printed(dispute: Dispute, url: str):
    """Draw the copies of the final text, and go on to `url`."""
    done_writing()  # a paper that cannot be drawn now is drawn when it is printed
    paper = papers.issue(AGREEMENT, dispute, by=current_user)
    begin_writing()
    return saved(url, f"已定稿，一式 {paper.copies} 份，请打印签署。")


@bp.post("/disputes/<int:dispute_id>/agreement/revision")
@requires("mediation.mediate")
def revise(dispute_id: int):
    """退回修改."""
    dispute = dispute_to_mediate(dispute_id, "agreed")
    dispute.revise(by=current_user)
    return saved(url_for("mediation.edit_agreement", dispute_id=dispute.id), "已退回修改，原来的签名作废。")


def put_down(dispute: Dispute, form: AgreementForm, *, final: bool) -> None:
    """Keep the text, and make it final."""
    _write(dispute, form)
    db.session.flush()  # what the final form lacks is asked of the database, too
    if final:
        dispute.conclude(by=current_user, checked=looked_at())


def _write(dispute: Dispute, form: AgreementForm) -> None:
    dispute.agreement = dispute.agreement or Agreement()
    dispute.agreement.write(
        terms=form.clauses(),
        instalments=form.plan(),
        amount_fen=form.amount.data,
        responsibilities={
            each.party_id: (row.form.text.data or "").strip()
            for each, row in zip(dispute.parties, form.responsibilities, strict=True)
        },
        **{name: form[name].data for name in PLAIN},
    )


def content(dispute: Dispute) -> dict:
    """What the form begins with: the text so far, else what the case already tells."""
    text = dispute.agreement
    if text is None:
        return {"facts": dispute.case.description, "issues": dispute.claims, "version": 0}
    duties = {each.party_id: each.text for each in text.responsibilities}
    return {name: getattr(text, name) for name in PLAIN} | {
        "version": text.version,
        "amount": text.amount_fen,
        "terms": [{"text": term.text} for term in text.terms],
        "responsibilities": [{"text": duties.get(each.party_id, "")} for each in dispute.parties],
        "instalments": [
            {
                "due_on": each.due_on,
                "amount": each.amount_fen,
                "note": each.note,
                "payee_id": each.payee_id or 0,
            }
            for each in text.instalments
        ],
    }


def _form(dispute: Dispute, **kwargs) -> AgreementForm:
    return fitted(AgreementForm(**kwargs), dispute)


def fitted(form: F, dispute: Dispute) -> F:
    """`form` with a line for what each party answers for."""
    form.earliest = dispute.accepted_on or clock.today()
    fit(form.responsibilities, len(dispute.parties))
    for row, each in zip(form.responsibilities, dispute.parties, strict=True):
        row.form.text.label.text = f"{each.party.side_name}{each.party.name}的责任"
    _offer_payees(form, dispute)
    if dispute.agreement is not None:
        _leave_what_stands(form, set(_texts_of(dispute.agreement)))
    return form


def _texts_of(text: Agreement) -> Iterator[str]:
    """Everything that is written in it, as a form sends it back."""
    rows = (each.text for each in (*text.terms, *text.responsibilities))
    written = (*(getattr(text, name) for name in PLAIN), *rows, *(each.note for each in text.instalments))
    yield from (each.strip() for each in written if isinstance(each, str))


def _leave_what_stands(form: Iterable[Field], texts: set[str]) -> None:
    """Only what is changed is searched for numbers: what was kept before the search was as strict may stand."""
    for field in form:
        if isinstance(field, FormField | FieldList):
            _leave_what_stands(field, texts)
        else:
            field.stored_texts = texts


def _offer_payees(form: AgreementForm, dispute: Dispute) -> None:
    for row in form.instalments:
        row.form.offer_payees({each.party_id: each.party.name for each in dispute.parties})


def _overtaken(dispute: Dispute, form: AgreementForm):
    """Somebody else has changed the text since this form was opened: both versions, to choose."""
    form.version.process_data(dispute.agreement.version)
    form.version.raw_data = None
    return _page(dispute, form, 409, theirs=dispute.agreement)


def _page(
    dispute: Dispute,
    form: AgreementForm,
    status: int = 200,
    theirs: Agreement | None = None,
    *,
    refused: RuleError | None = None,
):
    _offer_payees(form, dispute)  # a line may have been added
    found = findings_of_typed(dispute, form) if form.clauses() else []
    found = say_at_fields(form, found, refused, Ask(AgreementForm))
    alike = "" if dispute.agreement is None else dispute.alike_said(current_user)
    more = {
        "alike": alike,
        "theirs": theirs,
        "ways": WAYS,
        "final": FINAL,
        "found": found,
        "clauses": filled_in(dispute, form),
    }
    return render("mediation/agreement.html", status=status, dispute=dispute, form=form, **more)
