"""Where 高龄津贴 meets the core: a button on the page of a resident."""

from flask import url_for
from sqlalchemy import or_, select

from plugins.great_age.allowance import born_until, tiers_of
from plugins.great_age.models import GreatAge
from plugins.great_age.settings import KEY, in_force
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action
from portal.plugin.hookspecs import Context


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
