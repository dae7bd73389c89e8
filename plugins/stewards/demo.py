"""The demo of 红管家: the neighbourhoods of 昭君街道 with their stewards, and what these noted on their rounds."""

from datetime import date, datetime, timedelta

from plugins.stewards.models import Neighbourhood, Round
from plugins.stewards.register import STEWARDS
from plugins.stewards.samples import ROUNDS
from portal import clock
from portal.demo.neighbourhoods import neighbourhoods
from portal.demo.world import World
from portal.extensions import db
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet

KEY = "stewards"
POSTS = (("building", "1号楼"), ("unit", "2号楼1单元"), ("group", "南片"))
# what, where, which, put right on the spot
NOTES = (
    ("楼道灯不亮", "2号楼3单元", "property", ""),
    ("电动车在楼道充电", "5号楼1单元", "hazard", ""),
    ("楼道堆放纸箱", "1号楼2单元", "building", "和住户一起清走了。"),
    ("下水道返水", "4号楼1单元一楼", "leak", ""),
    ("夜间装修噪音", "3号楼", "nuisance", "上门说过，约定晚 8 点后停工。"),
    ("消防通道停车", "南门", "parking", ""),
)
ROUND_TIMES = 3  # each of them was noted so often


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; enter the neighbourhoods, play the rounds."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用红管家。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    places = [_enter(world, number, unit, name) for number, (unit, name) in enumerate(neighbourhoods(world))]
    _roster_file(world, places[-1])
    for number, note in enumerate(NOTES * ROUND_TIMES):
        _walk(world, places[number % len(places)], number, *note)


def _enter(world: World, number: int, unit, name: str) -> Neighbourhood:
    """With three stewards; the first of all has an account, with which the notes are written."""
    director, account = world.users["director"], world.users["stewards.steward"].name
    with clock.pretend(world.now - timedelta(days=500 - number)):
        place = Neighbourhood.enter(unit=unit, name=name, by=director)
        db.session.flush()
        for post, area in POSTS:
            someone = world.names.person()
            named = someone.name if number or post != "building" else account
            place.enlist(name=named, post=post, area=area, phone=someone.phone, valid_from=clock.today(), by=director)
    return place


def _roster_file(world: World, place: Neighbourhood) -> None:
    """A resident who is a steward; and a file that was checked and waits to be entered."""
    someone, since = world.names.person(), date(clock.local(world.now).year, 1, 1)
    director = world.users["director"]
    Person.enter(place.unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    place.enlist(name=someone.name, post="unit", area="4号楼2单元", phone=someone.phone, valid_from=since, by=director)
    line = [world.names.person().name, "6号楼", f"{since}"]
    fields = {"姓名": "name", "负责范围": "area", "任期开始": "valid_from"}
    ImportBatch.take_in(
        STEWARDS, Sheet([*fields], [(2, line)]), fields, {}, owner=place, name="红管家名册.xlsx", by=director
    )


def _walk(world: World, place: Neighbourhood, number: int, title: str, location: str, matter: str, done: str) -> None:
    """A note; those that were not put right at once become cases, but for the newest; all but the last two of these are done."""
    stage = world.stage(place.unit, _at(world, 120 - number * 6, 10))
    given = {"neighbourhood": place, "title": title, "location": location, "matter": matter, "done": done}
    noted = ROUNDS.begin(stage, {Round.note: given})
    if done or number == len(NOTES) * ROUND_TIMES - 1:
        return
    ROUNDS.take(Round.report, noted, stage)
    if number < len(NOTES) * ROUND_TIMES - 6:
        with stage.later(1):
            noted.case.accept(by=world.users["clerk"])
        with stage.later(2):
            noted.case.resolve("社区联系物业，已经处理好。", by=world.users["director"])


def _at(world: World, days: int, hour: int) -> datetime:
    """So many days ago, at an hour of the office."""
    return clock.local(world.now - timedelta(days=days)).replace(hour=hour, minute=10)
