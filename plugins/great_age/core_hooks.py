"""Where 高龄津贴 meets the core: the page of a resident."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import or_, select

from plugins.great_age.allowance import born_until, tiers_of
from plugins.great_age.models import GreatAge
from plugins.great_age.settings import KEY, in_force
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action, Panel
from portal.plugin.hookspecs import Context
from portal.records.panel import Line, panel_of


def person_panels(ctx: Context, person: Person) -> list[Panel]:
    """Since when, or until when, the resident gets it, for whoever sees that."""
    mine = GreatAge.visible_to(ctx.actor).where(GreatAge.person_id == person.id).order_by(GreatAge.id.desc())
    return panel_of("高龄津贴", map(_line, db.session.scalars(mine).unique()))


def people_panels(ctx: Context, people: Sequence[Person]) -> list[Panel]:
    """The same of several."""
    names = {each.id: each.name_shown for each in people}
    theirs = GreatAge.visible_to(ctx.actor).where(GreatAge.person_id.in_(names)).order_by(GreatAge.id.desc())
    rows = db.session.scalars(theirs).unique()
    return panel_of("高龄津贴", (_line(each).about(names[each.person_id]) for each in rows))


def _line(row: GreatAge) -> Line:
    return Line(row, url_for("great_age.recipient", recipient_id=row.id), row.number, f"{row.valid_from} 起")


def person_actions(ctx: Context, person: Person) -> list[Action]:
    """登记, for a resident who has reached the age of the lowest tier and does not get it."""
    if not (takes_new(KEY, person.unit) and ctx.actor.can(GreatAge.enrol_resident.needs, person)):
        return []
    day = clock.local(ctx.now).date()
    tiers = tiers_of(in_force(person.unit, day))
    if not (tiers and person.birth_date and person.birth_date <= born_until(tiers[-1], day)):
        return []
    gets_it = or_(GreatAge.status == "active", GreatAge.end_reason == "died")  # or never will again
    if db.session.scalar(select(GreatAge.id).where(GreatAge.person_id == person.id, gets_it).limit(1)):
        return []
    return [Action(GreatAge.enrol_resident.label, url_for("great_age.enrol_resident", person_id=person.id), "award")]
