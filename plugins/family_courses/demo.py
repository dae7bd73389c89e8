"""A year of courses and lectures of 昭君街道: held, full with a waiting list, and still to come."""

from datetime import date, datetime, time, timedelta

from plugins.family_courses.models import Course, Enrolment
from plugins.family_courses.registers.enrolments import ROSTER
from plugins.family_courses.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.families.samples import household
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.people import Contact

LESSONS = (
    ("lecture", "家风故事会：一封家书里的党员", "白玉兰，旗委党校讲师"),
    ("parents", "怎样跟青春期的孩子说话", "萨仁，国家二级心理咨询师"),
    ("six_q", "6Q 家长课堂：情绪从哪里来", "其木格，家庭教育指导师"),
    ("youth", "青少年心理拓展：一起走过去", "乌兰，社会工作师"),
    ("counsel", "考前心理辅导", "萨仁，国家二级心理咨询师"),
)
HELD, EACH, FAMILIES = 20, 6, 24
CHILDREN = ("youth", "counsel")


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; play a year of lessons."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用家庭教育讲座模块。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    teach(world)


def teach(world: World) -> None:
    """Twenty lessons since last winter, one of yesterday to be ended, one tomorrow with people waiting, one next week."""
    today = clock.local(world.now).date()
    families = [household(world.names, world.units.zhaojun)]
    families += [(world.names.person().name, world.names.phone()) for _ in range(FAMILIES - 1)]
    for number in range(HELD):
        here = [families[(number * EACH + each) % FAMILIES] for each in range(EACH)]
        _held(world, today - timedelta(days=14 * (HELD - number) - 2), number, here)
    _ahead(world, today, families)


def _planned(world: World, day: date, number: int, capacity: int) -> Course:
    series, title, speaker = LESSONS[number % len(LESSONS)]
    staff = world.staff[world.units.zhaojun.id]
    course = Course.plan(
        unit=world.units.zhaojun,
        title=title,
        series=series,
        speaker=speaker,
        place_name="党群服务中心三楼",
        starts_at=datetime.combine(day, time(19, 0), clock.SHANGHAI),
        minutes=60 if series in CHILDREN else 90,
        capacity=capacity,
        enrols_until=day,
        audience="小学高年级和初中学生" if series in CHILDREN else "居民",
        by=staff["director"],
    )
    db.session.flush()
    return course


def _enrolled(world: World, course: Course, number: int, family: tuple[str, str]) -> Enrolment:
    """Every other one on the public page; children with a guardian who consents."""
    staff, online = world.staff[course.unit_id], number % 2 == 1
    grown_up = Contact(name=family[0], phone=family[1])
    learner = {"learner": grown_up}
    if course.series in CHILDREN:
        born = course.day.replace(year=course.day.year - 10 - number % 4, day=1)
        consent = "phone" if online else "paper"
        others = (each for each in iter(lambda: world.names.person().name, "") if each != family[0])
        learner = {
            "learner": Contact(name=next(others)),
            "guardian": grown_up,
            "born": born,
            "consent": consent,
        }
    enrolment = Enrolment.enrol(unit=course.unit, course_id=course.id, by=None if online else staff["clerk"], **learner)
    db.session.flush()
    return enrolment


def _held(world: World, day: date, number: int, families: list[tuple[str, str]]) -> None:
    staff = world.staff[world.units.zhaojun.id]
    evening = datetime.combine(day, time(19, 0), clock.SHANGHAI)
    with clock.pretend(evening - timedelta(days=8)):
        course = _planned(world, day, number, 30)
    with clock.pretend(evening - timedelta(days=4)):
        came = [_enrolled(world, course, each, family) for each, family in enumerate(families)]
    with clock.pretend(evening):
        db.session.expire(course, ["enrolments"])
        course.sign_in([each.id for each in came[:-1]], by=staff["clerk"])
        if number == HELD - 1:
            course.add_material(world.stage(course.unit, world.now).picture("KEJIAN"), by=staff["clerk"])
    with clock.pretend(evening + timedelta(hours=2)):
        course.finish(by=staff["clerk"])
        for each in came[:3]:
            each.rate("good" if number % 4 else "fair", by=None)


def _ahead(world: World, today: date, families: list[tuple[str, str]]) -> None:
    with clock.pretend(world.now - timedelta(days=6)):
        over = _planned(world, today - timedelta(days=1), 2, 20)
        for each, family in enumerate(families[12:17]):
            _enrolled(world, over, each, family)
    with clock.pretend(world.now - timedelta(days=5)):
        full = _planned(world, today + timedelta(days=1), 3, 5)
        enrolled = [_enrolled(world, full, each, family) for each, family in enumerate(families[:8])]
    with clock.pretend(world.now - timedelta(hours=5)):
        enrolled[1].withdraw(by=None)
    with clock.pretend(world.now - timedelta(days=2)):
        open_ = _planned(world, today + timedelta(days=8), 1, 40)
        for each, family in enumerate(families[8:12]):
            _enrolled(world, open_, each, family)
        _roster(world, open_, families[12:15])


def _roster(world: World, course: Course, families: list[tuple[str, str]]) -> None:
    """Three grown-ups whom a community reports, from Excel."""
    sheet = Sheet(
        ["姓名", "已满18岁", "电话"], [(2 + row, [name, "是", phone]) for row, (name, phone) in enumerate(families)]
    )
    fields = {"姓名": "learner", "已满18岁": "grown", "电话": "phone"}
    by = world.staff[course.unit_id]["clerk"]
    ImportBatch.take_in(ROSTER, sheet, fields, {}, owner=course, name="社区名单.xlsx", by=by)
    db.session.flush()
