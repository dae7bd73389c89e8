"""交办, and what the unit that has it does: 签收, 反馈, 退回."""

from flask import abort, url_for
from flask_login import current_user

from portal.cases.choosers import handlers_for
from portal.cases.forms import AssignForm, NoteForm, ReasonForm, ResultForm
from portal.cases.models import Assignment, Case
from portal.cases.verbs.pages import as_shown, back, case_or_404, chosen_unit, opens_when, verb_page
from portal.cases.views import bp
from portal.errors import RuleError
from portal.plugin.activation import in_effect
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires


@bp.get("/<int:case_id>/assignments/new")
@requires("cases.assign")
def new_assignment(case_id: int):
    """交办: the form."""
    case = case_or_404(case_id)
    opens_when(case.can_be_assigned_by(current_user), case)
    return verb_page(case, _assign_form(case), "交办")


@bp.post("/<int:case_id>/assignments/new")
@requires("cases.assign")
def assign(case_id: int):
    """交办."""
    case = case_or_404(case_id)
    form = _assign_form(case)
    if not form.validate():
        return verb_page(case, form, "交办", status=422)
    try:
        case.assign(chosen_unit(form.unit_id.data, case), by=current_user, note=form.note.data)
    except RuleError as error:
        if error.status != 422:
            raise
        form.unit_id.errors = [str(error)]
        return verb_page(case, form, "交办", status=422)
    return back(case, "已交办。")


@bp.get("/<int:case_id>/assignments/<int:assignment_id>/acknowledgement")
@requires("cases.handle")
def new_acknowledgement(case_id: int, assignment_id: int):
    """签收: asks once more."""
    case, assignment = _assignment(case_id, assignment_id)
    opens_when(assignment.can_be_acknowledged_by(current_user), case)
    return verb_page(case, NoteForm(), "签收", explanation="签收后由本单位办理，请在时限内反馈结果。", fields=())


@bp.post("/<int:case_id>/assignments/<int:assignment_id>/acknowledgement")
@requires("cases.handle")
def acknowledge(case_id: int, assignment_id: int):
    """签收, from its page or from the row of the list."""
    case, assignment = _assignment(case_id, assignment_id)
    as_shown(case)
    assignment.acknowledge(by=current_user)
    return back(case, "已签收。")


@bp.get("/<int:case_id>/assignments/<int:assignment_id>/report")
@requires("cases.handle")
def new_report(case_id: int, assignment_id: int):
    """反馈: the form."""
    case, assignment = _assignment(case_id, assignment_id)
    opens_when(assignment.can_be_reported_by(current_user), case)
    return verb_page(case, ResultForm(), "反馈结果")


@bp.post("/<int:case_id>/assignments/<int:assignment_id>/report")
@requires("cases.handle")
def report(case_id: int, assignment_id: int):
    """反馈."""
    case, assignment = _assignment(case_id, assignment_id)
    form = ResultForm()
    if not form.validate():
        return verb_page(case, form, "反馈结果", status=422)
    assignment.report(form.text.data, by=current_user)
    return back(case, "已反馈，等待核查。")


@bp.get("/<int:case_id>/assignments/<int:assignment_id>/return")
@requires("cases.handle")
def new_return(case_id: int, assignment_id: int):
    """退回: the form."""
    case, assignment = _assignment(case_id, assignment_id)
    opens_when(assignment.can_be_returned_by(current_user), case)
    return verb_page(case, ReasonForm(), "退回", tone="danger", explanation="退回要写明理由，由派单单位另行安排。")


@bp.post("/<int:case_id>/assignments/<int:assignment_id>/return")
@requires("cases.handle")
def return_(case_id: int, assignment_id: int):
    """退回."""
    case, assignment = _assignment(case_id, assignment_id)
    form = ReasonForm()
    if not form.validate():
        return verb_page(case, form, "退回", status=422, tone="danger")
    assignment.return_(form.text.data, by=current_user)
    if current_user.can("cases.view", case):
        return back(case, "已退回。")
    return saved(url_for("cases.index"), "已退回。")


def _assignment(case_id: int, assignment_id: int) -> tuple[Case, Assignment]:
    case = case_or_404(case_id)
    assignment = next((each for each in case.assignments if each.id == assignment_id), None)
    if assignment is None or assignment.channel in in_effect(case.unit):
        abort(404)
    return case, assignment


def _assign_form(case: Case) -> AssignForm:
    form = AssignForm()
    form.unit_id.choices = {0: "请选择"} | handlers_for(case.unit)
    return form
