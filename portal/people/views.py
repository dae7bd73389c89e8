"""居民: found by name, initials, number or phone; shown masked; in full with a reason, and recorded."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy.orm import selectinload

from portal.audit import trail
from portal.database import reads
from portal.extensions import db
from portal.people import guesses
from portal.people.changes import latest
from portal.people.finding import LIMIT, name_and_last_four, people_matching, people_told_apart
from portal.people.forms import RevealForm, SearchForm
from portal.people.known_as import known_as
from portal.people.merging import mergers_of
from portal.people.models import Person
from portal.people.movements import movements_of
from portal.people.moving import came_with
from portal.people.reach import may_see
from portal.people.recent import entered_last
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.web.http.guards import requires
from portal.web.pages import searching
from portal.web.pages.rendering import get_or_404, render

DECIDE = "privacy.decide"
bp = Blueprint("people", __name__, url_prefix="/people", template_folder="templates")


@bp.get("")
@requires("people.view")
def index():
    """Search results; without a query the residents entered last."""
    return searching.elsewhere() or _list(searching.sought())


@bp.post("")
@requires("people.view")
@reads
def find():
    """Search; a name with the last four of the number is answered here, so that these stand in no address."""
    text = searching.sought()
    if parts := name_and_last_four(text):
        return _told_apart(text, *parts)
    return searching.elsewhere() or _list(text)


def _told_apart(text: str, name: str, last_four: str):
    guesses.admit_last_four()
    people = people_told_apart(name, last_four, current_user.units_with("people.view"))
    guesses.note_last_four(people)
    return _found(text, people[:LIMIT])


def _list(text: str):
    if text:
        guesses.admit(text)
        query = people_matching(text, current_user.units_with("people.view"))
    else:
        query = entered_last(current_user.units_with("people.view"))
    people = [who for who in db.session.scalars(query.options(selectinload(Person.unit))) if may_see(who)]
    guesses.note(text, people)
    return _found(text, people)


def _found(text: str, people: list[Person]):
    once = known_as(text) if text and people else {}
    return render(
        "people/index.html",
        block="rows",
        form=SearchForm(searching.given()),
        people=people,
        text=text,
        more=len(people) == LIMIT,
        once=once,
    )


@bp.get("/<int:person_id>")
@requires("people.view")
def show(person_id: int):
    """One resident, masked, with what the cases and the plugins add."""
    return _page(person_or_404(person_id))


@bp.get("/<int:person_id>/full")
@requires("people.reveal")
def reveal(person_id: int):
    """Ask for the reason."""
    return _asking(_shown_in_full(person_id), RevealForm())


@bp.post("/<int:person_id>/full")
@requires("people.reveal")
def show_full(person_id: int):
    """Everything about one resident, once, with the reason on record."""
    person = _shown_in_full(person_id)
    form = RevealForm()
    if not form.validate():
        return _asking(person, form, 422)
    trail.record("reveal", subject=person, unit=person.unit, detail=form.reason.data)
    db.session.commit()
    return _page(person, full=True)


def _shown_in_full(person_id: int) -> Person:
    """The resident; one whose data is restricted is shown to nobody but who decides on that."""
    person = person_or_404(person_id)
    return abort(403) if person.restricted_at and not current_user.can(DECIDE, person) else person


def _asking(person: Person, form: RevealForm, status: int = 200):
    back = url_for("people.show", person_id=person.id)
    return render("people/reveal.html", status=status, person=person, form=form, back_url=back)


def person_or_404(person_id: int) -> Person:
    """The resident, if the right of the view holds where the resident is; who was merged into another entry is led there."""
    person = get_or_404(Person.visible_to(current_user), person_id)
    if person.merged_into_id:
        flash(f"{person.name}的这一条登记已并入下面这一条。", "info")
        abort(redirect(url_for("people.show", person_id=person.merged_into_id), 303))
    return person


def _page(person: Person, *, full: bool = False):
    if person.restricted_at and not current_user.can(DECIDE, person):
        return render(
            "people/restricted.html", person=person, crumbs=[("居民", url_for("people.index")), (person.name_shown, "")]
        )
    ctx = hook_context()
    movements, mergers = movements_of(person), mergers_of(person)
    panels = dispatch.call("person_panels", ctx=ctx, person=person)
    offered = (
        [] if person.erased_at or person.restricted_at else dispatch.call("person_actions", ctx=ctx, person=person)
    )
    return render(
        "people/show.html",
        person=person,
        full=full,
        changes=latest(person, current_user),
        mergers=mergers,
        movements=movements,
        bound={each.id for each in movements if (came := came_with(each, mergers)) and came.may_be_undone},
        panels=sorted(dispatch.values(panels), key=lambda panel: panel.order),
        actions=dispatch.values(offered),
        missing=dict.fromkeys(dispatch.failures([*panels, *offered])),
        may_exercise_rights=not person.erased_at and current_user.can("people.rights", person),
        may_ask_who_looked=current_user.can("people.seen", person),
        crumbs=[("居民", url_for("people.index")), (person.name_shown, "")],
    )
