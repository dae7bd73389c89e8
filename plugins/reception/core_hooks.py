"""Where 接访登记 meets the page of a resident."""

from collections.abc import Sequence

from flask import url_for

from plugins.reception.models import Visit
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Panel
from portal.plugin.hookspecs import Context
from portal.records.panel import Line, panel_of

SHOWN = 10


def person_panels(ctx: Context, person: Person) -> list[Panel]:
    """The last visits of a resident, for whoever sees them."""
    mine = Visit.visible_to(ctx.actor).where(Visit.person_id == person.id).order_by(Visit.id.desc()).limit(SHOWN)
    return panel_of("来访", map(_line, db.session.scalars(mine).unique()))


def people_panels(ctx: Context, people: Sequence[Person]) -> list[Panel]:
    """The last visits of several."""
    names = {each.id: each.name_shown for each in people}
    theirs = Visit.visible_to(ctx.actor).where(Visit.person_id.in_(names)).order_by(Visit.id.desc()).limit(SHOWN)
    rows = db.session.scalars(theirs).unique()
    return panel_of("来访", (_line(each).about(names[each.person_id]) for each in rows))


def _line(visit: Visit) -> Line:
    url = url_for("reception.show", visit_id=visit.id)
    return Line(visit, url, visit.title, f"{clock.local(visit.visited_at):%Y-%m-%d}")
