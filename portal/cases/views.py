"""事项: list, register, show. The pages of the steps are in `portal.cases.steps`."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from flask import redirect, request, url_for
from flask_login import current_user

from portal.accounts.places import place_for, places_for
from portal.cases import particulars, parties
from portal.cases.batch import batch_button
from portal.cases.blueprint import bp
from portal.cases.bulk import BULK
from portal.cases.case_page import case_or_404, case_page, next_steps
from portal.cases.fields import keep_parts, parts_of, with_parts
from portal.cases.forms import RegisterForm, numbers_left
from portal.cases.hands import senders
from portal.cases.met_before import offered
from portal.cases.models import Assignment, Case
from portal.cases.register import cases
from portal.cases.steps import pages
from portal.errors import RuleError
from portal.extensions import db
from portal.people import guesses
from portal.plugin.context import current_unit, hook_context
from portal.plugin.contributions import Action
from portal.records.lists import mount_register
from portal.records.step_page import ONWARD
from portal.records.steps import Step
from portal.web.forms.idempotency import saved
from portal.web.forms.looking_up import only_searches
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import requires
from portal.web.pages.list_position import choose_as_before, note_choices
from portal.web.pages.rendering import render

LIKELY_AGAIN = ("source", "unit_id")
AS_BEFORE = "先按上一件填好了，不是这里的请改。"
ENTERED = (
    *("title", "nature", "kind", "source", "happened_on", "level", "description", "location"),
    *("claim_fen", "people_count", "urgency", "risk"),
)
PARTS = ("unit_id", "kind", "nature", "applicants", "respondents")


def _buttons() -> list[Action]:
    may = current_user.can("cases.register")
    return [*batch_button(), Action("登记事项", "/cases/new", "plus", main=True)] if may else []


mount_register(
    bp,
    cases,
    at="",
    endpoint="index",
    export="cases.export",
    actions=_buttons,
    bulk=BULK,
)


@bp.get("/new")
@requires("cases.register")
def new():
    """The register form."""
    form = _register_form()
    if not form.was_restored:
        before = form.unit_id.data
        choose_as_before(form, *LIKELY_AGAIN)
        if form.unit_id.data != before:
            form.unit_id.description = AS_BEFORE
    return _register_page(form)


@bp.post("/new")
@requires("cases.register")
def create():
    """登记; or, for the buttons inside the form, the same page with a row more, a row less, or people found."""
    form = _register_form()
    if changed := _inner_button(form):
        return changed
    if not form.validate():
        return _register_page(form, status=422)
    unit = form.unit_id.unit
    sides = parties.resolve(form, unit, current_user.units_with("cases.register"))
    if sides is None:
        db.session.rollback()
        return _register_page(form, status=422)
    try:
        case = Case.register(
            unit=unit,
            parties=sides,
            by=current_user,
            **{name: form[name].data for name in ENTERED},
        )
        db.session.flush()
        fits = parties.settle(form, case)
        keep_parts(form, case)
    except RuleError as error:
        db.session.rollback()
        form.refuse(form.applicants[0].form.name, str(guesses.instead(error)))
        return _register_page(form, status=422)
    if not fits:
        db.session.rollback()
        return _register_page(form, status=422)
    note_choices(form, *LIKELY_AGAIN)
    told = "。".join(part for part in (f"已登记：{case.number}", numbers_left(case.description)) if part)
    return saved(_onward(case) or url_for("cases.show", case_id=case.id), told, case.number)


def _onward(case: Case) -> str:
    """The form of triage for whoever goes straight on."""
    return pages.next_url(case) if ONWARD in request.form else ""


@bp.get("/<int:case_id>/next")
@requires("cases.view")
def next_form(case_id: int):
    """The form of what is to be done next by the reader, for the desk: the likeliest step, else what is to be asked of who has it in hand; the page of
    the case where there is none, or more than one answer (准予退回, 责令办理)."""
    case = case_or_404(case_id, current_user)
    likely = (each.url for each in next_steps(case, current_user) if each.main)
    return redirect(next(chain(likely, _forms(Assignment.remind, case)), url_for("cases.show", case_id=case.id)), 303)


def _forms(step: Step, case: Case) -> Iterator[str]:
    """Those of `step` that are open to the reader, an assignment each."""
    forms = (senders.open_form(step, each, current_user) for each in case.assignments)
    return (each for each in forms if each)


@bp.get("/<int:case_id>")
@requires("cases.view")
def show(case_id: int):
    """One case with its history and what can be done next."""
    case = case_or_404(case_id, current_user)
    page = case_page(case, current_user)
    return render("cases/show.html", **page | {"actions": [*page["actions"], *particulars.actions(case, current_user)]})


def _register_form() -> RegisterForm:
    form = with_parts(RegisterForm, hook_context())()
    form.unit_id.choices = partial(places_for, current_user, "cases.register")
    form.unit_id.find = partial(place_for, current_user, permission="cases.register")
    form.kind.offer(_county(form), about=f"{form.title.data or ''}{form.description.data or ''}")
    return form


def _county(form: RegisterForm) -> int | None:
    """Whose kinds are offered: of the place chosen, else of where one works."""
    counties = {unit.county_id for unit in current_user.units_with("cases.register")}
    if len(counties) == 1:
        return counties.pop()
    unit = place_for(current_user, form.unit_id.data, permission="cases.register") or current_unit()
    return unit.county_id if unit else None


def _register_page(form: RegisterForm, status: int = 200, found: dict | None = None):
    onward = ONWARD if current_user.can(Case.triage.needs) else ""
    return render("cases/new.html", status=status, form=form, found=found or {}, parts=parts_of(form), onward=onward)


def _part(form: RegisterForm, part: str, found: dict | None = None):
    """The form as it was typed; for htmx only the part with the button."""
    if request.headers.get("HX-Request") and part in PARTS:
        return render("cases/part.html", form=form, part=part, found=found or {})
    return _register_page(form, found=found)


def _inner_button(form: RegisterForm):
    if only_searches(form):
        return _part(form, "kind" if form.kind.looking else form.unit_id.name)
    if "name-sides" in request.form:
        return _part(form, "nature")
    sides = form.applicants, form.respondents
    if resize(*sides):
        return _part(form, request.form.get("add") or request.form["remove"].rpartition("-")[0])
    if row_id := request.form.get("find"):
        row = next((row for side in sides for row in side if row.id == row_id), None)
        people = parties.matches(row.form, current_user.units_with("cases.register")) if row else []
        return _part(form, row_id.rpartition("-")[0], {row_id: offered(people)})
    return None
