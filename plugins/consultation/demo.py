"""The demo of 议事坊: the 23 neighbourhoods of 昭君街道 with their stewards, and what these noted on their rounds."""

from datetime import date, datetime, timedelta

from plugins.consultation.models import Forum, Round
from plugins.consultation.views.forums import STEWARDS
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet

FORUMS = 23
ESTATES = (
    "万豪花园 锦绣苑 阳光小区 祥和家园 昭君苑 丽景华庭 金辉小区 水岸新城 华泰佳苑 迎宾小区 书香苑 园丁小区 "
    "福泽园 东苑小区 西园小区 碧水湾 和谐家园 滨河小区 富民小区 长胜小区 平原小区 锡尼小区 兴盛园"
).split()
# what, where, which, put right on the spot
NOTES = (
    ("楼道灯不亮", "2号楼3单元", "property", ""),
    ("电动车在楼道充电", "5号楼1单元", "hazard", ""),
    ("楼道堆放纸箱", "1号楼2单元", "building", "和住户一起清走了。"),
    ("下水道返水", "4号楼1单元一楼", "leak", ""),
    ("夜间装修噪音", "3号楼", "nuisance", "上门说过，约定晚 8 点后停工。"),
    ("消防通道停车", "南门", "parking", ""),
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; found the forums, play the rounds."""
    units = world.units
    with clock.pretend(world.began):
        switch("consultation", units.county, "on", by=world.users["district"], reason="全旗启用红管家议事坊。")
        switch("consultation", units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    forums = [_forum(world, number) for number in range(FORUMS)]
    _roster_file(world, forums[0])
    for number, note in enumerate(NOTES * 3):
        _walk(world, forums[number % len(forums)], number, *note)


def _forum(world: World, number: int) -> Forum:
    """One in turn for each community of the street, with a steward for each of three buildings."""
    director = world.users["director"]
    places = [each for each in world.units.communities.values() if each.township_id == world.units.zhaojun.id]
    unit = places[number % len(places)] if number else world.units.grids["泰兴社区"][0]  # where the grid worker works
    since = date(clock.local(world.now).year - 1, 3, 1)
    with clock.pretend(world.now - timedelta(days=500 - number)):
        forum = Forum.found(
            unit=unit,
            name=ESTATES[number],
            households=180 + number * 37 % 400,
            venue="党群服务中心议事厅",
            convener=world.names.person().name,
            by=director,
        )
        db.session.flush()
        for building, post in enumerate(("building", "unit", "group"), start=1):
            someone = world.names.person()
            area = {"building": f"{building}号楼", "unit": f"{building}号楼1单元", "group": "南片"}[post]
            forum.enlist(name=someone.name, post=post, area=area, phone=someone.phone, valid_from=since, by=director)
    return forum


def _roster_file(world: World, forum: Forum) -> None:
    """A resident who is a steward; and a file that was checked and waits to be entered."""
    someone, since = world.names.person(), date(clock.local(world.now).year, 1, 1)
    Person.enter(forum.unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    forum.enlist(
        name=someone.name,
        post="unit",
        area="4号楼2单元",
        phone=someone.phone,
        valid_from=since,
        by=world.users["director"],
    )
    someone = world.names.person()
    sheet = Sheet(["姓名", "负责范围", "任期开始"], [(2, [someone.name, "6号楼", f"{since}"])])
    fields = {"姓名": "name", "负责范围": "area", "任期开始": "valid_from"}
    ImportBatch.take_in(STEWARDS, sheet, fields, {}, owner=forum, name="红管家名册.xlsx", by=world.users["director"])


def _walk(world: World, forum: Forum, number: int, title: str, location: str, matter: str, done: str) -> None:
    """A note; two of three that were not put right at once become cases, and one of them is done."""
    clerk, director = world.users["clerk"], world.users["director"]

    def after(days: float) -> datetime:
        return min(world.now - timedelta(days=120 - number * 6.5) + timedelta(days=days), world.now)

    with clock.pretend(after(0)):
        noted = Round.note(
            unit=forum.unit, forum=forum, by=clerk, done=done, title=title, location=location, matter=matter
        )
        db.session.flush()
    if done or number % 3 == 2:
        return
    with clock.pretend(after(0.1)):
        noted.report(by=clerk)
        db.session.flush()
    if number % 2 == 0:
        with clock.pretend(after(1)):
            noted.case.accept(by=clerk)
        with clock.pretend(after(3)):
            noted.case.resolve("社区联系物业，已经处理好。", by=director)
