"""The steps of a case as pages: /cases/12/triage … Those of its assignments are in `portal.cases.hands`."""

from functools import partial

from flask_login import current_user

from portal import clock
from portal.cases.assignment_forms import AssignForm
from portal.cases.awaiting import warned_of_readers
from portal.cases.blueprint import bp
from portal.cases.checks import CHECKS
from portal.cases.choosers import handlers_for, unsigned
from portal.cases.corrections import CORRECTIONS
from portal.cases.duplicates import duplicates_of
from portal.cases.escalation import ESCALATION
from portal.cases.facts import facts, head
from portal.cases.forms import EncloseForm, ResolveForm, TriageForm
from portal.cases.group import GROUP
from portal.cases.linking import LINKING
from portal.cases.models import Case
from portal.cases.pausing import PAUSES
from portal.cases.policy.reckoning import times_in_force
from portal.cases.register import NEXT, cases
from portal.cases.routing.table import propose
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.publishing import as_readable
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import TriageOption
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.pages.formatting import day
from portal.workdays.calendar import end_of_day
from portal.workdays.models import load_calendar

SETTLED = ("kind", "level", "urgency", "risk")
ROUTES = {"assign": "交办给单位或部门", "later": "先受理，稍后交办"}


def _ways_of(case: Case) -> list[TriageOption]:
    """Where plugins offer to take it."""
    return dispatch.collect("triage_options", ctx=hook_context(), unit=case.unit, case=case)


def _offer_another(form: AssignForm, case: Case) -> None:
    """As before; what somebody has in hand is handed to another only on purpose."""
    form.offer(handlers_for(case.unit))
    form.in_hands = frozenset(each.unit_id for each in case.in_hand if not each.channel)
    form.is_led = case.is_led
    form.last_day = clock.local(case.due_at).date() if case.due_at and case.due_at > clock.now() else None
    if not case.in_hands:
        del form.as_well


def _who_has(case: Case) -> str:
    """Who has the case in hand, and since when."""
    found = [f"{each.unit}（{day(each.sent_at)} 交办，{each.status_name}）" for each in case.in_hand]
    return f"这件事已经交给{'、'.join(found)}，还没有反馈。" if found else ""


def _offer_ways(form: TriageForm, case: Case) -> None:
    ways = _ways_of(case)
    form.level.description = times_in_force(case.unit, case.as_terms)
    form.kind.offer(case.county_id, about=f"{case.title}{case.description}", kept=case.kind)
    form.route.choices = {each.key: each.label for each in ways if not each.unavailable} | ROUTES
    form.route.description = "".join(each.unavailable or each.wished for each in ways)
    form.unit_id.choices = {0: "请选择"} | handlers_for(case.unit)
    if found := propose(case):
        form.unit_id.description = found.reason


def _as_entered(case: Case) -> dict:
    """As it was registered; the way that its parties wish, or whom the table of the unit proposes, is chosen already, for whoever decides to confirm."""
    found = propose(case)
    wished = (each.key for each in _ways_of(case) if each.wished and not each.unavailable)
    known = {name: getattr(case, name) for name in SETTLED} | {"route": next(wished, "assign")}
    if found is None or found.unit_id is None:
        return known
    due_at = found.rule.period and load_calendar().due_at(clock.now(), *found.rule.period)
    return known | {"unit_id": found.unit_id, "due_on": due_at and clock.local(due_at).date()}


def _assign(form: AssignForm, case: Case) -> dict:
    first, *others = [{"unit": db.session.get(OrgUnit, each.pop("unit_id"))} | each for each in form.hands()]
    return first | {"note": form.note.data, "beside": others}


def _beside_triage(case: Case) -> dict:
    """What was registered, and what may be the same matter."""
    merges = changes.offers(Case.merge_into, case, current_user)
    return {"case": head(case), "facts": facts(case), "likely": duplicates_of(case, current_user), "merges": merges}


def _triage(form: TriageForm, case: Case) -> dict:
    chosen = {name: form[name].data for name in (*SETTLED, "note")}
    return chosen | {"hand_on": partial(_hand_on, form)}


def _hand_on(form: TriageForm, case: Case) -> None:
    """As chosen at triage: to a unit, later, or as a plugin offers."""
    if form.route.data == "assign":
        unit = db.session.get(OrgUnit, form.unit_id.data)
        until = end_of_day(form.due_on.data) if form.due_on.data else None
        if until and case.due_at and until > case.due_at:
            last = clock.local(case.due_at).date()
            raise RuleError(f"不能晚于这件事的办理时限 {last}。", at="due_on")
        case.assign(unit, note=form.note.data, by=current_user, due_at=until)
    elif form.route.data != "later":
        way = next(each for each in _ways_of(case) if each.key == form.route.data)
        way.take(case, by=current_user, note=form.note.data)


def _as_reported(case: Case) -> dict:
    """What was answered last is the outcome, unless whoever closes the case knows better: it is not typed twice."""
    answers = [each.result for each in case.assignments if each.status == "reported"]
    return {"text": as_readable(answers[-1], case)} if answers else {}


pages = mount(
    bp,
    Case,
    at="/<int:case_id>",
    show="cases.show",
    line=cases.line,
    leads=False,
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
            done=lambda case: f"已受理分流。{unsigned(case)}",
            main=True,
            icon="split",
            template="cases/triage.html",
            context=_beside_triage,
            start=_as_entered,
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
            ResolveForm,
            at="resolution",
            done=lambda case: "已办结。" if case.status == "resolved" else "已办结并归档。",
            main=lambda case: NEXT.get(case.status) is Case.resolve,
            icon="circle-check",
            keeps_draft=True,
            explanation=warned_of_readers,
            start=_as_reported,
            args=lambda form, case: {"outcome": form.text.data, "filed": form.filed.data},
            template="cases/resolve.html",
        ),
        **CHECKS,
        Case.assign: Ask(
            AssignForm,
            at="assignments/new",
            done=lambda case: f"已交办。{unsigned(case)}",
            main=lambda case: case.came_back or NEXT.get(case.status) is Case.assign,
            icon="send",
            keeps_draft=True,
            explanation=_who_has,
            prepare=_offer_another,
            args=_assign,
            template="cases/assign.html",
            error_at="unit_id",
        ),
        Case.enclose: Ask(
            EncloseForm, at="materials", done="已附上。", icon="paperclip", uploads=True, error_at="uploads"
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

changes = mount(
    bp,
    Case,
    at="/<int:case_id>",
    show="cases.show",
    then=pages.actions,
    leads=False,
    steps=ESCALATION | CORRECTIONS | LINKING | GROUP | PAUSES,
)
