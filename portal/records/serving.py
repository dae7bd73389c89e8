"""Who serves at a place, by whatever the plugins in effect there know: for whoever calls people together."""

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Serving

__all__ = ["serving_in", "known_names"]

MOST = 40  # of the staff


def serving_in(unit: OrgUnit, place: str = "") -> list[Serving]:
    """Those who serve in `unit` or below today; with `place`, only those of the neighbourhood of that name."""
    found = dispatch.collect("serving", ctx=hook_context(unit))
    return [each for each in found if not place or each.place == place]


def known_names(unit: OrgUnit, place: str = "") -> list[str]:
    """Names to choose from where somebody who serves or works in `unit` is named: those of `serving_in`, then the staff of the unit, of
    what lies below, and of its township. Ask only for a unit in which the reader holds the right to enter what the form is for."""
    working = (
        select(User.name)
        .join(User.appointments)
        .join(Appointment.unit)
        .where(User.active, Appointment.counting_on(clock.today()))
        .where(unit.subtree_of(OrgUnit) | OrgUnit.id.in_({unit.community_id, unit.township_id} - {None}))
        .order_by(User.id)
        .limit(MOST)
    )
    return list(dict.fromkeys([*(each.name for each in serving_in(unit, place)), *db.session.scalars(working)]))
