"""The hall of 昭君街道: the year 2025 with its 72 batches and 2,241 visitors, this year as it goes, and what is ahead."""

from datetime import date, datetime, time, timedelta

from plugins.family_values.models import Booking, Hall, Slot
from plugins.family_values.registers import GUIDES
from plugins.family_values.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.demo.world import World
from portal.extensions import db
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.people import Contact

YEAR, BATCHES, VISITORS = 2025, 72, 2241
GROUPS = (
    "旗人社局机关党支部",
    "达拉特旗第一小学",
    "泰兴社区党总支",
    "旗税务局青年理论学习小组",
    "南干社区居民代表",
    "昭君街道第二幼儿园家长",
    "旗妇联机关",
    "工业园区非公企业党委",
    "旗人民医院第三党支部",
    "实验中学八年级",
    "驻旗某部官兵家属",
    "王爱召镇妇女主任培训班",
)
PURPOSES = ("lecture", "study", "visit", "theme_day")
SPRING_FESTIVAL = date(2025, 1, 28), date(2025, 2, 4)
ASIDE = (-12, 7, -4, 9, -6, 6)  # from the mean, so that groups differ; they add up to nothing


def sizes() -> list[int]:
    """How many came in each batch of the year: together VISITORS."""
    mean, rest = divmod(VISITORS, BATCHES)
    return [mean + ASIDE[number % len(ASIDE)] + (number < rest) for number in range(BATCHES)]


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; play the years of the hall."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用家风教育模块。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    receive(world)


def receive(world: World) -> None:
    """Found it, receive the groups of two years, leave some for tomorrow."""
    staff = world.staff[world.units.zhaojun.id]
    with clock.pretend(world.began):
        hall = _hall(world, staff["director"])
    for number, people in enumerate(sizes()):
        day = _open_day(hall, date(YEAR, 1, 3) + timedelta(days=5 * number))
        _received(world, hall, day, number, people)
    today = clock.local(world.now).date()
    for number in range(40):
        day = _open_day(hall, date(today.year, 1, 4) + timedelta(days=8 * number))
        if day < today - timedelta(days=10):
            _received(world, hall, day, number, 18 + number % 5 * 4)
    _under_way(world, hall, today)


def _hall(world: World, director: User) -> Hall:
    hall = Hall.found(
        unit=world.units.zhaojun,
        name="昭君街道家风馆",
        address="昭君街道文化路 1 号党群服务中心二楼",
        phone="0477-5212345",
        capacity=60,
        groups=2,
        about_visit="请提前十分钟到馆；门前可停大巴两辆。",
        by=director,
    )
    db.session.flush()
    for starts, ends in (("09:00", "11:00"), ("14:30", "16:30")):
        hall.add_slot(list("234567"), starts, ends, clock.today(), by=director)
    hall.close(*SPRING_FESTIVAL, "春节放假", by=director)
    refit = clock.local(world.now).date() + timedelta(days=41)
    hall.close(refit, refit + timedelta(days=1), "更换展板", by=director)
    for _ in range(2):
        someone = world.names.person()
        known = {name: getattr(someone, name) for name in ("name", "id_number", "phone")}
        Person.enter(world.units.zhaojun, **known)
        db.session.flush()
        hall.appoint(name=someone.name, phone=someone.phone, valid_from=clock.today(), by=director)
    sheet = Sheet(
        ["姓名", "电话", "从哪天起"], [(2, [world.names.person().name, world.names.phone(), f"{clock.today()}"])]
    )
    fields = {"姓名": "name", "电话": "phone", "从哪天起": "valid_from"}
    ImportBatch.take_in(GUIDES, sheet, fields, {}, owner=hall, name="讲解员.xlsx", by=director)
    db.session.flush()
    return hall


def _open_day(hall: Hall, day: date) -> date:
    """`day`, or the next on which the hall is open."""
    while not hall.slots_on(day):
        day += timedelta(days=1)
    return day


def _asked(world: World, hall: Hall, day: date, number: int, people: int, *, slot: Slot | None = None) -> Booking:
    """Every third group asks on the public page, the others by telephone."""
    staff, online = world.staff[hall.unit_id], number % 3 == 2
    party = people * 2 // 3 if number % len(PURPOSES) in (0, 3) else people // 10
    booking = Booking.apply(
        unit=hall.unit,
        slot_id=(slot or hall.slots[number % 2]).id,
        day=day,
        title=GROUPS[number % len(GROUPS)],
        purpose=PURPOSES[number % len(PURPOSES)],
        people=people,
        party_members=party,
        minors=people * 2 // 3 if number % len(PURPOSES) == 1 else 0,
        vehicles="大巴一辆" if people > 30 else "",
        sender=Contact(name=world.names.person().name, phone=world.names.phone()),
        by=None if online else staff["clerk"],
    )
    db.session.flush()
    return booking


def _received(world: World, hall: Hall, day: date, number: int, people: int) -> None:
    """A group that came: asked six days before, answered the day after, counted at the door, most of them heard afterwards."""
    staff = world.staff[hall.unit_id]

    def at(days: int, hour: int) -> datetime:
        return datetime.combine(day + timedelta(days=days), time(hour, 20), clock.SHANGHAI)

    with clock.pretend(at(-6, 10)):
        booking = _asked(world, hall, day, number, people)
    with clock.pretend(at(-5, 9)):
        booking.confirm(guide_id=hall.guides[number % len(hall.guides)].id, by=staff["director"])
    with clock.pretend(at(0, 9 if number % 2 == 0 else 14)):
        booking.arrive(people, booking.party_members, booking.minors, by=staff["clerk"])
        if day > clock.local(world.now).date() - timedelta(days=30):
            booking.put_photo(world.stage(hall.unit, world.now).picture("JIAFENG"), by=staff["clerk"])
    if number % 3:
        with clock.pretend(at(1, 16)):
            booking.take_feedback("good" if number % 7 else "fair", opinion="讲解生动。", by=staff["clerk"])


def _under_way(world: World, hall: Hall, today: date) -> None:
    """What the desk shows: some to be answered, some to come, and those that came to nothing."""
    staff = world.staff[hall.unit_id]
    ahead = [_open_day(hall, today + timedelta(days=days)) for days in (1, 2, 4, 5, 7, 9, 12, 15, 19)]
    booked = []
    for number, day in enumerate(ahead):
        with clock.pretend(world.now - timedelta(days=4 if number < 6 else 1)):
            booked.append(_asked(world, hall, day, number, 16 + 3 * number))
    with clock.pretend(world.now - timedelta(days=3)):
        for booking in booked[:4]:
            booking.confirm(guide_id=hall.guides[0].id, by=staff["director"])
        booked[4].decline("当天馆内布展，已电话告知改约。", by=staff["director"])
        booked[5].cancel("对方来电，人员有变动。", by=staff["clerk"])
    with clock.pretend(world.now - timedelta(hours=3)):
        booked[8].withdraw(by=None)
    here = next(day for back in range(7) if hall.slots_on(day := today - timedelta(days=back)))
    with clock.pretend(world.now - timedelta(days=10)):
        arriving = _asked(world, hall, here, 6, 24)
        arriving.confirm(guide_id=hall.guides[1].id, by=staff["director"])
    missed = _open_day(hall, today - timedelta(days=9))
    with clock.pretend(world.now - timedelta(days=14)):
        lost = _asked(world, hall, missed, 5, 12)
    with clock.pretend(world.now - timedelta(days=1)):
        lost.expire(by=None)
