"""Who serves at a place, by whatever the plugins in effect there know: for whoever calls people together."""

from flask_login import current_user

from portal import clock
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.contributions import Serving
from portal.plugin.hookspecs import Context

__all__ = ["serving_in"]


def serving_in(unit: OrgUnit, place: str = "") -> list[Serving]:
    """Those who serve in `unit` or below today; with `place`, only those of the neighbourhood of that name."""
    found = dispatch.collect("serving", ctx=Context(unit, current_user, clock.now()))
    return [each for each in found if not place or each.place == place]
