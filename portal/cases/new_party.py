"""增加当事人: one more party of a case, found among those on record or entered, as in 登记事项."""

from flask import request, url_for
from flask_login import current_user

from portal.cases import parties
from portal.cases.blueprint import bp
from portal.cases.case_page import case_or_404
from portal.cases.choices import sides_of
from portal.cases.correction_forms import NewPartyForm
from portal.cases.met_before import offered
from portal.cases.models import Case
from portal.cases.models.correcting import CORRECT
from portal.records.attempt import attempt
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/<int:case_id>/parties/new")
@requires(CORRECT)
def new_party(case_id: int):
    """The form, with one row for a party."""
    case = _asked(case_id)
    return _page(case, _form(case))


@bp.post("/<int:case_id>/parties/new")
@requires(CORRECT)
def add_party(case_id: int):
    """增加当事人; or the same page with the people found."""
    case = _asked(case_id)
    form = _form(case)
    row, units = form.applicants[0], current_user.units_with(CORRECT)
    if "find" in request.form:
        return _page(case, form, found={row.id: offered(parties.matches(row.form, units))})
    if not form.validate():
        return _page(case, form, 422)
    if refused := attempt(lambda: _take(case, form)):
        form.refuse(row.form.name, str(refused))
    if row.form.errors:
        return _page(_asked(case_id), form, 422)
    return saved(url_for("cases.show", case_id=case_id), "已增加当事人。")


def _take(case: Case, form: NewPartyForm) -> None:
    found = parties.resolve(form, case.unit, current_user.units_with(CORRECT))
    for side, who in found or ():
        party = case.add_party(side, who, form.reason.data, by=current_user)
        parties.settle_one(form, case, party, form.applicants[0])


def _asked(case_id: int) -> Case:
    case = case_or_404(case_id, current_user)
    Case.add_party.check(case, current_user)
    return case


def _form(case: Case) -> NewPartyForm:
    form = NewPartyForm()
    form.side.choices = sides_of(case.nature)
    return form


def _page(case: Case, form: NewPartyForm, status: int = 200, found: dict | None = None):
    return render("cases/new_party.html", status=status, case=case, form=form, found=found or {})
