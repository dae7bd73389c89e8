"""The verbs of a case as nouns in the address: /cases/12/triage, /cases/12/assignments/3/report …"""

from flask import abort, url_for
from flask_login import current_user

from portal.cases.choosers import handlers_for
from portal.cases.forms import AssignForm, NoteForm, ReasonForm, TriageForm
from portal.cases.models import Assignment, Case
from portal.cases.page import case_page
from portal.cases.views import bp
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import in_effect
from portal.rules import RuleError, WrongState
from portal.web.context import hook_context
from portal.web.guards import requires
from portal.web.rendering import get_or_404, render
from portal.web.submissions import saved

ROUTES = {"assign": "交办给单位或部门", "later": "先受理，稍后交办"}


@bp.get("/<int:case_id>/triage")
@requires("cases.triage")
def new_triage(case_id: int):
    """受理分流: the form."""
    case = _case(case_id)
    if not case.can_be_triaged_by(current_user):
        raise WrongState(f"这件事现在是“{case.status_name}”，不需要再分流。")
    return _triage_page(case, _triage_form(case, kind=case.kind, level=case.level, route="assign"))


@bp.post("/<int:case_id>/triage")
@requires("cases.triage")
def triage(case_id: int):
    """受理分流: settle kind and level, then hand it on: to a unit, later, or along a plugin's route."""
    case = _case(case_id)
    form = _triage_form(case)
    if not form.validate():
        return _triage_page(case, form, 422)
    try:
        case.triage(kind=form.kind.data, level=form.level.data, by=current_user, note=form.note.data)
        if form.route.data == "assign":
            case.assign(_unit(form.unit_id.data, case), by=current_user, note=form.note.data)
        elif form.route.data != "later":
            route = next(each for each in _routes(case) if each.key == form.route.data)
            route.take(case, by=current_user, note=form.note.data)
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        form.route.errors = [str(error)]
        return _triage_page(_case(case_id), form, 422)
    return _back(case, "已受理分流。")


@bp.get("/<int:case_id>/decline")
@requires("cases.triage")
def new_decline(case_id: int):
    """不予受理: the form."""
    return _verb_page(_case(case_id), ReasonForm(), "不予受理", tone="danger",
                      explanation="不予受理要写明理由，并告知来访人可以找哪个部门。")


@bp.post("/<int:case_id>/decline")
@requires("cases.triage")
def decline(case_id: int):
    """不予受理."""
    case, form = _case(case_id), ReasonForm()
    if not form.validate():
        return _verb_page(case, form, "不予受理", status=422, tone="danger")
    case.decline(form.text.data, by=current_user)
    return _back(case, "已登记为不予受理。")


@bp.get("/<int:case_id>/assignments/new")
@requires("cases.assign")
def new_assignment(case_id: int):
    """交办: the form."""
    case = _case(case_id)
    return _verb_page(case, _assign_form(case), "交办")


@bp.post("/<int:case_id>/assignments/new")
@requires("cases.assign")
def assign(case_id: int):
    """交办."""
    case = _case(case_id)
    form = _assign_form(case)
    if not form.validate():
        return _verb_page(case, form, "交办", status=422)
    try:
        case.assign(_unit(form.unit_id.data, case), by=current_user, note=form.note.data)
    except RuleError as error:
        if error.status != 422:
            raise
        form.unit_id.errors = [str(error)]
        return _verb_page(case, form, "交办", status=422)
    return _back(case, "已交办。")


@bp.get("/<int:case_id>/assignments/<int:assignment_id>/acknowledgement")
@requires("cases.handle")
def new_acknowledgement(case_id: int, assignment_id: int):
    """签收: asks once more."""
    case, _ = _assignment(case_id, assignment_id)
    return _verb_page(case, NoteForm(), "签收", explanation="签收后由本单位办理，请在时限内反馈结果。", fields=())


@bp.post("/<int:case_id>/assignments/<int:assignment_id>/acknowledgement")
@requires("cases.handle")
def acknowledge(case_id: int, assignment_id: int):
    """签收."""
    case, assignment = _assignment(case_id, assignment_id)
    assignment.acknowledge(by=current_user)
    return _back(case, "已签收。")


@bp.get("/<int:case_id>/assignments/<int:assignment_id>/report")
@requires("cases.handle")
def new_report(case_id: int, assignment_id: int):
    """反馈: the form."""
    case, _ = _assignment(case_id, assignment_id)
    return _verb_page(case, _labelled("办理结果", "请写明办理结果。"), "反馈结果")


@bp.post("/<int:case_id>/assignments/<int:assignment_id>/report")
@requires("cases.handle")
def report(case_id: int, assignment_id: int):
    """反馈."""
    case, assignment = _assignment(case_id, assignment_id)
    form = _labelled("办理结果", "请写明办理结果。")
    if not form.validate():
        return _verb_page(case, form, "反馈结果", status=422)
    assignment.report(form.text.data, by=current_user)
    return _back(case, "已反馈，等待核查。")


@bp.get("/<int:case_id>/assignments/<int:assignment_id>/return")
@requires("cases.handle")
def new_return(case_id: int, assignment_id: int):
    """退回: the form."""
    case, _ = _assignment(case_id, assignment_id)
    return _verb_page(case, ReasonForm(), "退回", tone="danger", explanation="退回要写明理由，由派单单位另行安排。")


@bp.post("/<int:case_id>/assignments/<int:assignment_id>/return")
@requires("cases.handle")
def return_(case_id: int, assignment_id: int):
    """退回."""
    case, assignment = _assignment(case_id, assignment_id)
    form = ReasonForm()
    if not form.validate():
        return _verb_page(case, form, "退回", status=422, tone="danger")
    assignment.return_(form.text.data, by=current_user)
    if current_user.can("cases.view", case):
        return _back(case, "已退回。")
    return saved(url_for("cases.index"), "已退回。")


@bp.get("/<int:case_id>/resolution")
@requires("cases.resolve")
def new_resolution(case_id: int):
    """办结: the form."""
    return _verb_page(_case(case_id), _labelled("办理结果", "请写明结果。"), "办结")


@bp.post("/<int:case_id>/resolution")
@requires("cases.resolve")
def resolve(case_id: int):
    """核查办结."""
    case, form = _case(case_id), _labelled("办理结果", "请写明结果。")
    if not form.validate():
        return _verb_page(case, form, "办结", status=422)
    case.resolve(form.text.data, by=current_user)
    return _back(case, "已办结。")


@bp.get("/<int:case_id>/archive")
@requires("cases.resolve")
def new_archive(case_id: int):
    """归档: the form."""
    return _verb_page(_case(case_id), NoteForm(), "归档", explanation="归档后不能再改动。")


@bp.post("/<int:case_id>/archive")
@requires("cases.resolve")
def archive(case_id: int):
    """归档."""
    case, form = _case(case_id), NoteForm()
    if not form.validate():
        return _verb_page(case, form, "归档", status=422)
    case.archive(by=current_user, note=form.text.data)
    return _back(case, "已归档。")


def _case(case_id: int) -> Case:
    return get_or_404(Case.visible_to(current_user), case_id)


def _assignment(case_id: int, assignment_id: int) -> tuple[Case, Assignment]:
    case = _case(case_id)
    assignment = next((each for each in case.assignments if each.id == assignment_id), None)
    if assignment is None or assignment.channel in in_effect(case.unit):
        abort(404)
    return case, assignment


def _unit(unit_id: int, case: Case) -> OrgUnit:
    """The chosen unit, which must be one of those offered."""
    if unit_id not in dict(handlers_for(case.unit)):
        abort(404)
    return db.session.get(OrgUnit, unit_id)


def _routes(case: Case) -> list:
    return dispatch.collect("case_routes", ctx=hook_context(), unit=case.unit, case=case)


def _triage_form(case: Case, **data) -> TriageForm:
    form = TriageForm(data=data) if data else TriageForm()
    form.route.choices = [*((each.key, each.label) for each in _routes(case)), *ROUTES.items()]
    form.unit_id.choices = handlers_for(case.unit)
    return form


def _triage_page(case: Case, form: TriageForm, status: int = 200):
    shown = case_page(case, current_user)
    return render("cases/triage.html", status=status, case=shown["case"], facts=shown["facts"], form=form,
                  back_url=url_for("cases.show", case_id=case.id))


def _assign_form(case: Case) -> AssignForm:
    form = AssignForm()
    form.unit_id.choices = handlers_for(case.unit)
    return form


def _labelled(label: str, message: str) -> ReasonForm:
    form = ReasonForm()
    form.text.label.text = label
    form.text.validators[0].message = message
    return form


def _verb_page(case: Case, form, verb: str, *, status: int = 200, **more):
    return render("cases/verb.html", status=status, case=case, form=form, verb=verb,
                  back_url=url_for("cases.show", case_id=case.id), **more)


def _back(case: Case, message: str):
    return saved(url_for("cases.show", case_id=case.id), message)
