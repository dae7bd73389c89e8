"""The demo of the settlements: every month of the year, paid but for the last two; a canteen whose licence has expired waits; the
allowance of 昭君街道, by amounts that are invented."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from plugins.elder_care.great.samples import AMOUNTS, old
from plugins.elder_care.models import Canteen, GreatAge, GreatSettlement, Meal, MealSettlement, Member
from plugins.elder_care.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.entitlements import Settlement, Span
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.stage import Stage
from portal.settings import change

ENTITLED = 12
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
            with _on(span.last + timedelta(days=2)):
                opened = MealSettlement.draw_up(span.first, unit=canteen.unit, canteen_id=canteen.id, by=None)
                db.session.flush()
            _lead(opened, stage, today)
    _great_age(stage, street, today)


def _months(first: date, today: date) -> list[Span]:
    """The months that are over, the earliest first."""
    last = Span.around("month", today).first
    spans = [Span.around("month", each) for each in Span.before("month", last, 12)]
    return [each for each in reversed(spans) if each.last >= first]


def _lead(settlement: Settlement, stage: Stage, today: date) -> None:
    """As far as it has come by today: submitted after two days, published after six, paid after twenty. What stands in the way is left."""
    begun, users = settlement.last_day + timedelta(days=2), stage.users
    steps = (
        (0, lambda: settlement.submit(by=users["clerk"])),
        (2, lambda: _check(settlement, stage)),
        (3, lambda: settlement.review(by=users["district"])),
        (4, lambda: settlement.publish(by=users["district"])),
        (8, lambda: _objected(settlement, stage)),
        (16, lambda: settlement.settle(by=users["district"])),
        (
            18,
            lambda: settlement.pay(
                f"HD{settlement.first_day:%Y%m}{settlement.id:03d}", clock.today(), by=users["district"]
            ),
        ),
    )
    for days, take in steps:
        day = begun + timedelta(days=days)
        if day > today:
            return
        with _on(day):
            try:
                take()
            except RuleError:
                return
            db.session.flush()


def _objected(settlement: Settlement, stage: Stage) -> None:
    """Now and then somebody asks about a number, and is answered."""
    if settlement.id % 4 == 1:
        by = stage.users["district"]
        text = "本月份数比上月少，请核实。"
        settlement.object(received_on=clock.today(), objector=stage.names.person().name, text=text, by=by)
        settlement.answer_objection(settlement.objections[-1], "经核实，节假日停餐，份数无误。", upheld=False, by=by)


def _check(settlement: Settlement, stage: Stage) -> None:
    """The findings are decided first; those of the newest month wait."""
    director = stage.users["director"]
    newest = Span.around("month", clock.local(stage.until or clock.now()).date()).first - timedelta(days=1)
    if settlement.last_day == newest and settlement.doubts():
        raise RuleError("留待认定")
    for number, finding in enumerate(getattr(settlement, "findings", ())):
        settlement.decide(finding, "cleared", REASONS[number % len(REASONS)], by=director)
    settlement.check(by=director)


def _great_age(stage: Stage, street: OrgUnit, today: date) -> None:
    months = [
        Span.around("month", each) for each in reversed(Span.before("month", Span.around("month", today).first, 3))
    ]
    since, typed = months[0].first, {name: [value] for name, value in AMOUNTS.items()}
    with _on(since):
        change(
            KEY,
            stage.county,
            typed,
            by=stage.users["district"],
            reason="演示用的假定金额，请按本地文件填写。",
            valid_from=since,
        )
        made = [_entitled(stage, street, since - timedelta(days=92), number) for number in range(ENTITLED)]
    for span in months:
        with _on(span.last + timedelta(days=2)):
            opened = GreatSettlement.draw_up(span.first, unit=street, by=stage.users["clerk"])
            db.session.flush()
        _lead(opened, stage, today)
        if span == months[0]:
            with _on(months[1].first + timedelta(days=9)):
                made[2].stop_great(
                    since - timedelta(days=8), "died", by=stage.users["clerk"], note="家属报告迟了一个月。"
                )
                db.session.flush()


def _entitled(stage: Stage, street: OrgUnit, since: date, number: int) -> GreatAge:
    account = {"bank": "农村信用社", "account": f"62170000{number:08d}"}
    made = GreatAge.enrol_great(unit=street, person=old(stage), valid_from=since, by=stage.users["clerk"], **account)
    db.session.flush()
    return made


def _on(day: date):
    return clock.pretend(datetime.combine(day, time(10), clock.SHANGHAI))
