"""The demo of the canteens: four of 昭君街道, 260 old people, a year at 200 meals a day, settled every month."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from plugins.elder_care.demo_meals import fill
from plugins.elder_care.models import Canteen, Dishes, LateSheet, Licence, Meal, MealSettlement, Member
from plugins.elder_care.models.serving import counter
from plugins.elder_care.samples import LATE, MEMBERS, SET_MEALS
from plugins.elder_care.views.members import MEMBERS as ROSTER
from portal import clock
from portal.accounts.models import User
from portal.demo.world import World
from portal.entitlements import Span
from portal.entitlements.samples import lead, months, on_day
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.samples import Stage

CANTEENS, MEMBERS_EACH, FEW, EVERYDAY = 4, 65, 15, 50  # of the members of a canteen about so many eat there a day
CATEGORY_OF = {3: "allowance", 7: "alone", 11: "destitute", 13: "disabled", 17: "veteran", 23: "bereaved"}
DISHES = (
    "红烧豆腐、炒白菜、米饭",
    "土豆炖鸡块、凉拌黄瓜、馒头",
    "烩菜、蒸蛋、米饭",
    "西红柿炒蛋、炖萝卜、花卷",
    "炖鱼、青菜、米饭",
)
CLEARED = (
    "核对签到表，当天停电后集中打餐，属实用餐。",
    "老人住院前已订餐，家属代取，有授权。",
    "社区电话核实，本人用餐。",
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; found the canteens, enrol the old, let them eat."""
    units = world.units
    world.switch_on("elder_care", "全旗启用老年助餐。")
    today = clock.local(world.now).date()
    places = [each for each in units.communities.values() if each.township_id == units.zhaojun.id]
    places = [units.grids["泰兴社区"][0].parent.parent or places[0], *places]
    places = list({each.id: each for each in places if each.kind == "community"}.values())[:CANTEENS]
    several = [_canteen(world, place, number, today) for number, place in enumerate(places)]
    members = {each.id: _members(world, each, today, MEMBERS_EACH if world.everyday > 100 else FEW) for each in several}
    operator = world.users.get("elder_care.operator") or world.users["clerk"]
    _eat(world, several, members, operator)
    _afterwards(world, several[0], members[several[0].id])
    _settle(world, several, members[several[0].id][6])


def _eat(world: World, canteens: list[Canteen], members: dict[int, list[Member]], operator: User) -> None:
    """Every workday; the last canteen was closed for a month."""
    today = clock.local(world.now).date()
    closed = _closed(today)
    before = max(world.everyday - (today - closed.first).days, FEW)
    fill(canteens[:-1], members, world.everyday, today, EVERYDAY, operator)
    fill(canteens[-1:], members, before, closed.first, EVERYDAY, operator)
    fill(canteens[-1:], members, (today - closed.last).days - 1, today, EVERYDAY, operator)


def _closed(today: date) -> Span:
    """The month before the last: whatever the day, it is settled."""
    return Span.around("month", Span.before("month", Span.around("month", today).first, 2)[-1])


def _checked(today: date) -> date:
    """The last day of the newest month that has come as far as its check, as `lead` does it."""
    return Span.around("month", today - timedelta(days=4)).first - timedelta(days=1)


def _canteen(world: World, place, number: int, today: date) -> Canteen:
    """Licences of the second run out soon, one of the fourth has expired."""
    director, opened = world.users["director"], date(today.year - 1, 1, 4)
    with clock.pretend(world.now - timedelta(days=world.everyday + 30)):
        canteen = Canteen.found(
            unit=place,
            by=director,
            name=f"{place.short_name}老年食堂",
            run_by=f"{place.short_name}居委会",
            lunch="11:00-13:00",
            dinner="17:00-18:30" if number == 0 else "",
            opened_on=opened,
        )
    until = {1: today + timedelta(days=20), 3: today - timedelta(days=5)}.get(number, date(today.year + 2, 6, 30))
    for kind in ("legal", "food", "fire"):
        last = until if kind == "food" else date(today.year + 3, 6, 30)
        canteen.licences.append(
            Licence(kind=kind, number=f"NM{kind.upper()}{number}0001", valid_from=opened, valid_until=last)
        )
    for _ in range(2):
        cook = world.names.person().name
        canteen.licences.append(
            Licence(kind="health", holder=cook, valid_from=opened, valid_until=date(today.year + 1, 6, 30))
        )
    for name, price in SET_MEALS:
        canteen.price(name, price, opened, by=director)
    monday = today - timedelta(days=today.weekday())
    canteen.menu = [Dishes(day=monday + timedelta(days=each), sitting="lunch", text=DISHES[each]) for each in range(5)]
    db.session.flush()
    return canteen


def _members(world: World, canteen: Canteen, today: date, count: int) -> list[Member]:
    """Of all ages; some with a category, from another place, stopped, or with the yearly review missed."""
    clerk, made = world.users["clerk"], []
    for number in range(count):
        born = date(today.year - 62 - number * 37 % 34, 1 + number % 12, 1 + number % 28)
        someone = world.names.person(born=born)
        person = Person.enter(canteen.unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
        with clock.pretend(world.now - timedelta(days=world.everyday + 20 if number % 9 else 300)):
            member = Member.enrol(
                unit=canteen.unit,
                person=person,
                by=clerk,
                household="other" if number % 19 == 5 else "local",
                category=CATEGORY_OF.get(number % 29, ""),
                document=f"证〔{today.year}〕{number}号" if number % 29 in CATEGORY_OF else "",
            )
            member.review_due = today + timedelta(days=200 + number)
        made.append(member)
    db.session.flush()
    made[1].review_due = today - timedelta(days=12)
    for number, reason in ((4, "died"), (9, "home"), (10, "moved")):
        made[number].stop(reason, today - timedelta(days=40 + number), by=clerk)
    return made


def _afterwards(world: World, canteen: Canteen, members: list[Member]) -> None:
    """What is left to do: a late entry to approve, one that was approved, a meal that was countered, somebody who fetches."""
    today = clock.local(world.now).date()
    saturday = today - timedelta(days=(today.weekday() + 2) % 7)
    stage = world.stage(canteen.unit, datetime.combine(saturday, time(15), clock.SHANGHAI))
    diners = {"members": members[20:23], "canteen": canteen, "eaten_on": saturday}
    LATE.bring("entered", stage, given={LateSheet.ask: diners})
    LATE.begin(stage, {LateSheet.ask: {"members": members[24:28], "canteen": canteen}})
    MEMBERS.take(Member.authorise, members[2], stage)
    members[3].prove(members[3].categories[0], stage.picture("DEMO SCAN"), by=world.users["clerk"])
    _roster_file(world, canteen)
    wrong = db.session.scalars(
        select(Meal).where(Meal.canteen_id == canteen.id, Meal.portions == 1).order_by(Meal.id.desc()).limit(1)
    ).first()
    if wrong:
        counter(wrong, "刷错卡。", by=world.users["director"])


def _roster_file(world: World, canteen: Canteen) -> None:
    """A roster that was uploaded and checked, and waits to be entered."""
    someone = world.names.person(born=date(1950, 5, 1))
    fields = {"姓名": "name", "身份证号": "id_number"}
    world.roster_file(ROSTER, canteen, "就餐老人名册.xlsx", fields, [someone.name, someone.id_number])


def _settle(world: World, canteens: list[Canteen], gone: Member) -> None:
    """Month by month, as the office would have done it: every month of the year, paid but for the last two; a canteen whose licence has
    expired waits. The death of `gone` became known only after the last month was eaten. In the month for which it was closed, the last
    owes for a meal that was countered: that is proposed to be given up, and refused."""
    today, stage = clock.local(world.now).date(), world.stage(world.units.zhaojun, world.now)
    gone.stop("died", _checked(today) - timedelta(days=6), by=world.users["clerk"])
    for canteen in canteens:
        first = db.session.scalar(select(func.min(Meal.booked_on)).where(Meal.canteen_id == canteen.id)) or today
        for span in months(first, today):
            shut = canteen is canteens[-1] and span == _closed(today)
            if shut:
                with on_day(span.first + timedelta(days=9)):
                    counter(_a_meal(canteen, span.first), "刷错卡，本人当天没有来。", by=world.users["director"])
            with on_day(span.last + timedelta(days=2)):
                opened = MealSettlement.draw_up(span.first, unit=canteen.unit, canteen_id=canteen.id, by=None)
                db.session.flush()
            lead(opened, stage, today, _check)
            if shut:
                with on_day(span.last + timedelta(days=24)):
                    _give_up(opened, stage)


def _a_meal(canteen: Canteen, before: date) -> Meal:
    """The last that was subsidised."""
    theirs = Meal.canteen_id == canteen.id, Meal.eaten_on < before, Meal.portions == 1, Meal.subsidy_fen > 0
    return db.session.scalars(select(Meal).where(*theirs).order_by(Meal.eaten_on.desc(), Meal.id.desc()).limit(1)).one()


def _give_up(settlement: MealSettlement, stage: Stage) -> None:
    said = "食堂停业一个月，当月没有可以抵扣的补贴。", "停业情况说明"
    for owed in [each for each in settlement.payments if each.status == "due"]:
        made = settlement.propose_write_off(owed, "other", *said, by=stage.users["director"])
        settlement.decide_write_off(made, "下月恢复营业，从补贴里抵扣。", approved=False, by=stage.users["district"])


def _check(settlement: MealSettlement, stage: Stage) -> None:
    """The findings are decided first; those of the newest month that has come so far wait."""
    director = stage.users["director"]
    if settlement.last_day == _checked(clock.local(stage.until or clock.now()).date()) and settlement.doubts():
        raise RuleError("留待认定")
    for number, finding in enumerate(settlement.findings):
        settlement.decide(finding, "cleared", CLEARED[number % len(CLEARED)], by=director)
    settlement.check(by=director)
