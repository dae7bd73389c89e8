"""The demo of the settlements: every month of the year, paid but for the last two; a canteen whose licence has expired waits."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select

from plugins.elder_care.models import Canteen, Meal, MealSettlement, Member
from portal import clock
from portal.demo.world import World
from portal.entitlements import Settlement, Span
from portal.entitlements.samples import lead, on_day
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Stage

REASONS = (
    "核对签到表，当天停电后集中打餐，属实用餐。",
    "老人住院前已订餐，家属代取，有授权。",
    "社区电话核实，本人用餐。",
)


def load(world: World, canteens: Iterable[Canteen], street: OrgUnit, gone: Member) -> None:
    """Month by month, as the office would have done it. The death of `gone` became known only after the last month was eaten."""
    today = clock.local(world.now).date()
    last_month = Span.around("month", today).first - timedelta(days=1)
    gone.stop("died", last_month - timedelta(days=6), by=world.users["clerk"])
    stage = world.stage(street, world.now)
    first = db.session.scalar(select(func.min(Meal.booked_on)))
    for canteen in canteens:
        for span in _months(first, today) if first else ():
            with on_day(span.last + timedelta(days=2)):
                opened = MealSettlement.draw_up(span.first, unit=canteen.unit, canteen_id=canteen.id, by=None)
                db.session.flush()
            lead(opened, stage, today, _check)


def _months(first: date, today: date) -> list[Span]:
    """The months that are over, the earliest first."""
    last = Span.around("month", today).first
    spans = [Span.around("month", each) for each in Span.before("month", last, 12)]
    return [each for each in reversed(spans) if each.last >= first]


def _check(settlement: Settlement, stage: Stage) -> None:
    """The findings are decided first; those of the newest month wait."""
    director = stage.users["director"]
    newest = Span.around("month", clock.local(stage.until or clock.now()).date()).first - timedelta(days=1)
    if settlement.last_day == newest and settlement.doubts():
        raise RuleError("留待认定")
    for number, finding in enumerate(settlement.findings):
        settlement.decide(finding, "cleared", REASONS[number % len(REASONS)], by=director)
    settlement.check(by=director)
