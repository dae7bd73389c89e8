"""The demo of the canteens: four of 昭君街道, 260 old people, a year at 200 meals a day."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from plugins.elder_care import demo_settlements
from plugins.elder_care.demo_meals import fill
from plugins.elder_care.models import Canteen, Dishes, LateSheet, Licence, Meal, Member
from plugins.elder_care.models.serving import counter
from plugins.elder_care.samples import LATE, MEMBERS, SET_MEALS
from plugins.elder_care.views.members import MEMBERS as ROSTER
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet

CANTEENS, MEMBERS_EACH, FEW, EVERYDAY = 4, 65, 15, 50  # of the members of a canteen about so many eat there a day
CATEGORY_OF = {3: "allowance", 7: "alone", 11: "destitute", 13: "disabled", 17: "veteran", 23: "bereaved"}
DISHES = (
    "红烧豆腐、炒白菜、米饭",
    "土豆炖鸡块、凉拌黄瓜、馒头",
    "烩菜、蒸蛋、米饭",
    "西红柿炒蛋、炖萝卜、花卷",
    "炖鱼、青菜、米饭",
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; found the canteens, enrol the old, let them eat."""
    units = world.units
    with clock.pretend(world.began):
        switch("elder_care", units.county, "on", by=world.users["district"], reason="全旗启用老年助餐。")
        switch("elder_care", units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    today = clock.local(world.now).date()
    places = [each for each in units.communities.values() if each.township_id == units.zhaojun.id]
    places = [units.grids["泰兴社区"][0].parent.parent or places[0], *places]
    places = list({each.id: each for each in places if each.kind == "community"}.values())[:CANTEENS]
    several = [_canteen(world, place, number, today) for number, place in enumerate(places)]
    members = {each.id: _members(world, each, today, MEMBERS_EACH if world.everyday > 100 else FEW) for each in several}
    operator = world.users.get("elder_care.operator") or world.users["clerk"]
    fill(several, members, world.everyday, today, EVERYDAY, operator)
    _afterwards(world, several[0], members[several[0].id])
    demo_settlements.load(world, several, units.zhaojun, members[several[0].id][6])


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
    sheet = Sheet(["姓名", "身份证号"], [(2, [someone.name, someone.id_number])])
    fields = {"姓名": "name", "身份证号": "id_number"}
    ImportBatch.take_in(ROSTER, sheet, fields, {}, owner=canteen, name="就餐老人名册.xlsx", by=world.users["clerk"])
