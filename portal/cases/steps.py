"""The steps of a case, and of its assignments, as pages: /cases/12/triage, /cases/12/assignments/3/report …"""

from functools import partial

from flask import abort, url_for
from flask_login import current_user

from portal.cases.blueprint import bp
from portal.cases.choosers import handlers_for
from portal.cases.facts import facts, head
from portal.cases.forms import AssignForm, ResultForm, TriageForm
from portal.cases.models import Assignment, Case
from portal.cases.register import cases
from portal.cases.settings import times_in_force
from portal.errors import WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import in_effect
from portal.plugin.context import hook_context
from portal.plugin.contributions import TriageOption
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404

ROUTES = {"assign": "交办给单位或部门", "later": "先受理，稍后交办"}


def _ways_of(case: Case) -> list[TriageOption]:
    """Where plugins offer to take it."""
    return dispatch.collect("triage_options", ctx=hook_context(), unit=case.unit, case=case)


def _offer_units(form: AssignForm, case: Case) -> None:
    form.unit_id.choices = {0: "请选择"} | handlers_for(case.unit)


def _offer_another(form: AssignForm, case: Case) -> None:
    """As before; what somebody has in hand is handed to another only on purpose."""
    _offer_units(form, case)
    form.in_hands = frozenset(each.unit_id for each in case.assignments if each.open and not each.channel)
    if not case.in_hands:
        del form.as_well


def _who_has(case: Case) -> str:
    """Who has the case in hand, and since when."""
    found = [f"{each.unit}（{day(each.sent_at)} 交办，{each.status_name}）" for each in case.assignments if each.open]
    return f"这件事已经交给{'、'.join(found)}，还没有反馈。" if found else ""


def _offer_ways(form: TriageForm, case: Case) -> None:
    ways = _ways_of(case)
    form.level.description = times_in_force(case.unit)
    form.route.choices = {each.key: each.label for each in ways if not each.unavailable} | ROUTES
    form.route.description = "".join(each.unavailable for each in ways)
    _offer_units(form, case)


def _assign(form: AssignForm, case: Case) -> dict:
    return {"unit": db.session.get(OrgUnit, form.unit_id.data), "note": form.note.data}


def _triage(form: TriageForm, case: Case) -> dict:
    return {name: form[name].data for name in ("kind", "level", "note")} | {"hand_on": partial(_hand_on, form)}


def _hand_on(form: TriageForm, case: Case) -> None:
    """As chosen at triage: to a unit, later, or as a plugin offers."""
    if form.route.data == "assign":
        case.assign(**_assign(form, case), by=current_user)
    elif form.route.data != "later":
        way = next(each for each in _ways_of(case) if each.key == form.route.data)
        way.take(case, by=current_user, note=form.note.data)


def _assignment(case_id: int, assignment_id: int) -> Assignment:
    """One of this case, in the hands of the reader's unit (409 for another's), and on no desk of a plugin in effect."""
    case = get_or_404(Case.visible_to(current_user), case_id)
    found = next((each for each in case.assignments if each.id == assignment_id), None) or abort(404)
    if found.channel in in_effect(found.record.unit):  # (asked through `record`, so that the case stays in the session)
        abort(404)
    if not found.is_for(current_user, "cases.handle"):
        raise WrongState(found.refusal("cases.handle"))
    return found


def _after_return(assignment: Assignment) -> str:
    """What was sent back may be out of sight."""
    seen = assignment.record.allows(current_user, "cases.view")
    return url_for("cases.show", case_id=assignment.case_id) if seen else url_for("cases.index")


hands = mount(
    bp,
    Assignment,
    at="/<int:case_id>/assignments/<int:assignment_id>",
    show="cases.show",
    load=_assignment,
    line=cases.line,
    steps={
        Assignment.acknowledge: Ask(
            PlainForm,
            at="acknowledgement",
            done="已签收。",
            main=True,
            icon="check",
            explanation="签收后由本单位办理，请在时限内反馈结果。",
        ),
        Assignment.report: Ask(
            ResultForm,
            at="report",
            title="反馈结果",
            done="已反馈，等待核查。",
            main=True,
            icon="send",
            keeps_draft=True,
            args=lambda form, assignment: {"result": form.text.data},
        ),
        Assignment.return_: Ask(
            ReasonForm,
            at="return",
            done="已退回。",
            icon="undo-2",
            tone="danger",
            keeps_draft=True,
            explanation="退回要写明理由，由派单单位另行安排。",
            to=_after_return,
        ),
    },
)

pages = mount(
    bp,
    Case,
    at="/<int:case_id>",
    show="cases.show",
    line=cases.line,
    steps={
        Case.accept: Ask(
            PlainForm,
            at="acceptance",
            done="已受理，待交办。",
            shown=False,
            explanation="按登记的类型和分级受理，稍后再交办。",
        ),
        Case.triage: Ask(
            TriageForm,
            at="triage",
            done="已受理分流。",
            main=True,
            icon="split",
            template="cases/triage.html",
            context=lambda case: {"case": head(case), "facts": facts(case)},
            start=lambda case: {"kind": case.kind, "level": case.level, "route": "assign"},
            prepare=_offer_ways,
            args=_triage,
            error_at="route",
        ),
        Case.decline: Ask(
            ReasonForm,
            at="decline",
            done="已登记为不予受理。",
            icon="ban",
            tone="danger",
            keeps_draft=True,
            explanation="不予受理要写明理由，并告知来访人可以找哪个部门。",
        ),
        Case.resolve: Ask(
            ResultForm,
            at="resolution",
            done="已办结。",
            main=lambda case: case.status == "reported",
            icon="circle-check",
            keeps_draft=True,
            args=lambda form, case: {"outcome": form.text.data},
        ),
        Case.assign: Ask(
            AssignForm,
            at="assignments/new",
            done="已交办。",
            main=lambda case: case.status == "triaged",
            icon="send",
            keeps_draft=True,
            explanation=_who_has,
            prepare=_offer_another,
            args=_assign,
            error_at="unit_id",
        ),
        Case.archive: Ask(
            NoteForm,
            at="archive",
            done="已归档。",
            main=True,
            icon="archive",
            keeps_draft=True,
            explanation="归档后不能再改动。",
        ),
    },
)
