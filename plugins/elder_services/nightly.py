"""What happens by itself: a visit is ordered for whom one looks in on, when none was for as many days as the settings say."""

from plugins.elder_services.models import ServiceOrder, Visited
from plugins.elder_services.settings import in_force
from portal import clock
from portal.extensions import db
from portal.plugin.hookspecs import Context

AT_ONCE = 50


def plan_visits(ctx: Context, progress) -> str:
    """Order the visits of `ctx.unit`."""
    today = clock.today()
    every = in_force(ctx.unit, today).visit_days
    if not every:
        return "本地没有规定探访周期。"
    due = db.session.scalars(Visited.due(ctx.unit, today, every)).unique().all()
    for number, each in enumerate(due, start=1):
        ServiceOrder.ask(unit=each.unit, person=each.person, kind="visit", wanted_on=today, younger=True, by=None)
        if number % AT_ONCE == 0:
            progress(number, len(due))
    return f"安排探访 {len(due)} 次。"
