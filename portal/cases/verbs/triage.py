"""受理分流 and 不予受理."""

from flask import url_for
from flask_login import current_user

from portal.cases.case_page import facts, head
from portal.cases.choosers import handlers_for
from portal.cases.forms import ReasonForm, TriageForm
from portal.cases.models import Case
from portal.cases.verbs.pages import as_shown, back, case_or_404, chosen_unit, opens_when, verb_page
from portal.cases.views import bp
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import TriageOption
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

ROUTES = {"assign": "交办给单位或部门", "later": "先受理，稍后交办"}


@bp.get("/<int:case_id>/triage")
@requires("cases.triage")
def new_triage(case_id: int):
    """受理分流: the form."""
    case = case_or_404(case_id)
    opens_when(case.can_be_triaged_by(current_user), case)
    return _triage_page(case, _triage_form(case, kind=case.kind, level=case.level, route="assign"))


@bp.post("/<int:case_id>/triage")
@requires("cases.triage")
def triage(case_id: int):
    """受理分流: settle kind and level, then hand it on: to a unit, later, or as a plugin offers."""
    case = case_or_404(case_id)
    form = _triage_form(case)
    if not form.validate():
        return _triage_page(case, form, 422)
    try:
        case.triage(kind=form.kind.data, level=form.level.data, by=current_user, note=form.note.data)
        if form.route.data == "assign":
            case.assign(chosen_unit(form.unit_id.data, case), by=current_user, note=form.note.data)
        elif form.route.data != "later":
            option = next(each for each in _options(case) if each.key == form.route.data)
            option.take(case, by=current_user, note=form.note.data)
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        form.route.errors = [str(error)]
        return _triage_page(case_or_404(case_id), form, 422)
    return back(case, "已受理分流。")


@bp.post("/<int:case_id>/acceptance")
@requires("cases.triage")
def accept(case_id: int):
    """受理 from the row of the list: kind and level as they were registered, to be handed on later."""
    case = case_or_404(case_id)
    as_shown(case)
    case.triage(kind=case.kind, level=case.level, by=current_user, note="按登记的类型和分级受理。")
    return back(case, "已受理，待交办。")


@bp.get("/<int:case_id>/decline")
@requires("cases.triage")
def new_decline(case_id: int):
    """不予受理: the form."""
    case = case_or_404(case_id)
    opens_when(case.can_be_triaged_by(current_user), case)
    return verb_page(
        case, ReasonForm(), "不予受理", tone="danger", explanation="不予受理要写明理由，并告知来访人可以找哪个部门。"
    )


@bp.post("/<int:case_id>/decline")
@requires("cases.triage")
def decline(case_id: int):
    """不予受理."""
    case, form = case_or_404(case_id), ReasonForm()
    if not form.validate():
        return verb_page(case, form, "不予受理", status=422, tone="danger")
    case.decline(form.text.data, by=current_user)
    return back(case, "已登记为不予受理。")


def _options(case: Case) -> list[TriageOption]:
    return dispatch.collect("triage_options", ctx=hook_context(), unit=case.unit, case=case)


def _triage_form(case: Case, **data) -> TriageForm:
    form = TriageForm(data=data) if data else TriageForm()
    form.route.choices = {each.key: each.label for each in _options(case)} | ROUTES
    form.unit_id.choices = {0: "请选择"} | handlers_for(case.unit)
    return form


def _triage_page(case: Case, form: TriageForm, status: int = 200):
    return render(
        "cases/triage.html",
        status=status,
        case=head(case),
        facts=facts(case),
        form=form,
        back_url=url_for("cases.show", case_id=case.id),
    )
