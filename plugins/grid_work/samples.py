"""With what households, visits and pauses are begun, and each of their steps is taken once: demo, tests and conformance play these."""

from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from plugins.grid_work.models import HomeVisit, VisitedHome, VisitPause
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.people.models import Person
from portal.records.origin import Dwelling
from portal.records.samples import Sample, Samples, Stage, today

BUILDING, ROOMS = "万豪花园3号楼2单元", count(101)


def someone(record: Any, stage: Stage) -> Person:
    return stage.resident()


def new_room(record: Any, stage: Stage) -> str:
    """One that is not visited yet."""
    return f"{next(ROOMS)}"


def same_unit(record: Any, stage: Stage) -> Any:
    return record.unit


def next_week(record: Any, stage: Stage) -> Any:
    return clock.today() + timedelta(days=7)


def missing(home: VisitedHome, stage: Stage) -> None:
    """Nobody was met there again and again."""
    home.check_since = home.check_since or clock.today()
    db.session.flush()


def a_case(record: Any, stage: Stage) -> Case:
    """One that is open in the unit."""
    known = {"title": "楼道堆物", "nature": "help", "kind": "2502", "source": "visit", "description": "楼道堆物。"}
    case = Case.register(unit=record.unit, parties=[(1, stage.resident())], by=stage.users["clerk"], **known)
    db.session.flush()
    return case


def a_household(record: Any, stage: Stage) -> Any:
    """As another plugin keeps one."""
    told = Dwelling(stage.unit, stage.resident(), BUILDING, new_room(record, stage), "2", "新迁入", 1)
    return SimpleNamespace(dwelling=told, __tablename__="population_household", id=None)


CLASS = {"grade": "2", "cause": "新迁入", "reason": "去年搬来。", "review_on": None}
SEEN = {"on": today, "met": "met", "way": "door", "text": "家里都好。"}
HOMES = Samples(
    VisitedHome,
    {
        VisitedHome.enrol: Sample(
            "clerk",
            {"person": someone, "building": BUILDING, "room": new_room} | CLASS,
            form={"name": "云秀英", "unit_id": lambda record, stage: stage.unit.id},
        ),
        VisitedHome.take_over: Sample("", {"record": a_household}),
        VisitedHome.visit: Sample("clerk", SEEN | {"found": "", "title": "", "matter": "other"}, days=0),
        VisitedHome.regrade: Sample("clerk", CLASS | {"grade": "1", "cause": "独居"}, days=0),
        VisitedHome.wishes: Sample("clerk", {"wish": "call", "wish_said": "下午在家。"}, days=0),
        VisitedHome.correct: Sample(
            "clerk",
            {"unit": same_unit, "building": BUILDING, "room": new_room},
            days=0,
            form={"unit_id": lambda home, stage: home.unit_id},
        ),
        VisitedHome.check: Sample(
            "clerk", {"resides": "lives", "on": today, "note": "电话联系本人。"}, first=(missing,), days=0
        ),
        VisitedHome.close: Sample("clerk", {"reason": "全户迁走。"}, days=0),
        VisitedHome.restore: Sample("clerk", {"reason": "又搬回来了。"}, days=0),
    },
)


def visited(record: Any, stage: Stage) -> VisitedHome:
    return HOMES.begin(stage)


VISITS = Samples(
    HomeVisit,
    {
        HomeVisit.note: Sample("clerk", SEEN | {"home": visited, "late": False}),
        HomeVisit.find: Sample("clerk", {"title": "楼道灯不亮", "matter": "property"}, days=0),
        HomeVisit.learn_change: Sample("clerk", {"title": "添了一口人"}, days=0),
        HomeVisit.report: Sample("clerk", days=0),
        HomeVisit.settle: Sample("clerk", {"result": "换了灯泡。"}, days=0),
        HomeVisit.update: Sample("clerk", {"result": "户的登记里添了一名成员。"}, days=0),
        HomeVisit.keep: Sample("clerk", {"reason": "登记里已经有了。"}, days=0),
        HomeVisit.link: Sample(
            "clerk",
            {"case": a_case},
            at="noted",
            days=0,
            form={"case": lambda visit, stage: a_case(visit, stage).number},
        ),
        HomeVisit.drop: Sample("clerk", {"reason": "记错了户。"}, at="noted", days=0),
        HomeVisit.learn: Sample("", {"outcome": "物业已换灯。"}, at="reported"),
        HomeVisit.resume: Sample("", {"reason": "又不亮了。"}, at="answered"),
    },
)
PAUSES = Samples(
    VisitPause,
    {
        VisitPause.enter: Sample(
            "clerk",
            {"name": "leave", "valid_from": today, "valid_until": next_week},
            form={"unit_id": lambda record, stage: stage.unit.id},
        ),
        VisitPause.release: Sample("clerk", {"on": today}, days=0),
    },
)
SAMPLES = (HOMES, VISITS, PAUSES)
