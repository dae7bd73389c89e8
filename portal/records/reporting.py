"""Where anybody says what is wrong at a place, by whichever plugin takes it there: for a notice that hangs there."""

from portal import clock
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.contributions import PublicPage
from portal.plugin.hookspecs import Context

__all__ = ["report_page"]


def report_page(unit: OrgUnit) -> PublicPage | None:
    """The form for `unit`, open to everybody; None where no plugin in effect there has one."""
    offered = dispatch.collect("public_pages", ctx=Context(unit, None, clock.now()))
    return next((each for each in offered if each.reports), None)
