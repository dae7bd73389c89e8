"""What happens by itself: a visit is ordered for who lives alone and was not visited for as many days as the settings say."""

from plugins.elder_care.models import ServiceOrder
from plugins.elder_care.models.service import visits_due
from plugins.elder_care.settings import in_force
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
    members = db.session.scalars(visits_due(ctx.unit, today, every)).unique().all()
    for number, member in enumerate(members, start=1):
        ServiceOrder.ask(unit=member.unit, person=member.person, kind="visit", wanted_on=today, by=None)
        if number % AT_ONCE == 0:
            progress(number, len(members))
    return f"为独居、空巢老人安排探访 {len(members)} 次。"
