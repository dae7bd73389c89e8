"""What is found in the text of an agreement, beside the fields of its form."""

from flask import request
from wtforms import Field, FieldList, FormField

from plugins.mediation.agreement_forms import AgreementForm, OralForm
from plugins.mediation.checking import Finding
from plugins.mediation.models import Dispute
from plugins.mediation.models.checked import OF_THE_TEXT, Faulty
from portal.errors import Doubtful, RuleError
from portal.records.mounting import Ask
from portal.web.forms import Form


def findings_of_typed(dispute: Dispute, form: AgreementForm) -> list[Finding]:
    """What is found in the text as it stands in the form, by the lines of the form. A field that cannot be read says nothing."""
    return dispute.found_in(
        terms=[row.form.text.data or "" for row in form.terms],
        amount_fen=form.amount.data,
        plan=[(row.form.due_on.data, row.form.amount.data) for row in form.instalments if _is_read(row.form)],
        responsibilities=[row.form.text.data or "" for row in form.responsibilities],
        **{name: form[name].data or "" for name in OF_THE_TEXT if name != "perform_by"},
        perform_by=form.perform_by.data,
    )


def offer_tick(dispute: Dispute, form: Form, done: str = "定稿") -> None:
    """The box to tick, where the text as it is kept has doubts: ticked and sent as it is, it is `done`."""
    try:
        dispute.vouch((), done)
    except Doubtful as doubt:
        form.doubt = doubt


def offer_to_note(form: OralForm, dispute: Dispute) -> None:
    """The box to tick before an agreement by word of mouth is noted."""
    offer_tick(dispute, form, "登记")


def looked_at() -> list[str]:
    """The keys of the doubts that were ticked."""
    return request.form.get("vouched", "").split("、")


def noted(form: OralForm, dispute: Dispute) -> dict:
    """The day, and what was looked at, as `Dispute.agree_orally` takes it."""
    return {"on": form.on.data, "checked": looked_at()}


def say_at_fields(form: AgreementForm, found: list[Finding], refused: RuleError | None, ask: Ask) -> list[Finding]:
    """Each of `found` below its field, a line each; where the text could not be made final (`refused`), what must be changed as its error, and another rule than
    that as `ask` says it. Those that are left to say on top of the page, where errors stand already."""
    if refused and not (isinstance(refused, Faulty) and any(each.must for each in found)):
        ask.refuse(form, refused)
    left = []
    for each in found:
        field = _field(form, each.at)
        if field is not None and refused and each.must and not field.errors:
            field.errors = [each.said]
        elif field is None or each.said not in field.errors:  # as the form says it of itself
            left.append(each)
            if field is not None and not field.errors:
                field.findings = [*getattr(field, "findings", ()), each.told]
    if refused:
        for rows in (form.terms, form.instalments, form.responsibilities):
            rows.errors = [row.errors for row in rows if row.errors]
    return left


def as_noted(dispute: Dispute) -> str:
    """That the text stands as it is kept, and what is doubtful in it."""
    doubts = "".join(str(each) for each in dispute.findings)
    kept = "协议内容按已经保存的登记；登记以后发现错的，没有履行、回访以前可以“更正口头协议”。口头协议自达成之日起生效（人民调解法第三十条）。"
    return f"{kept}请先核对：{doubts}" if doubts else kept


def _is_read(row) -> bool:
    return bool(row.due_on.data and row.amount.data)


def _field(form: AgreementForm, at: str) -> Field | None:
    """The field at `terms-1-text`, or at `amount`."""
    name, _, rest = at.partition("-")
    if name not in form:
        return None
    if not rest:
        return form[name]
    place, _, inner = rest.partition("-")
    rows = form[name]
    if not isinstance(rows, FieldList) or int(place) >= len(rows):
        return None
    row = rows[int(place)]
    return row.form[inner] if isinstance(row, FormField) else None
