"""The demo: some households of a grid of 泰兴社区, where they live, what is rented, who is registered as what; a roster that waits to be entered."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, select

from plugins.population.choices import KEY
from plugins.population.models import Household, KindHeld, Premises
from plugins.population.roster import ROSTER
from portal import clock
from portal.cases.models import Case, Party
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.samples import Stage

ESTATE = "万豪花园"
# room, use, members besides the head, grade (and cause), how long ago it was graded in days
HOMES = (
    ("101", "own", ("spouse", "son"), "3", "自愿", 40),
    ("102", "own", (), "1", "独居", 200),
    ("201", "own", ("spouse", "daughter", "parent"), "2", "低保", 60),
    ("202", "rented", ("spouse",), "2", "新迁入", 20),
    ("301", "own", ("daughter",), "1", "矛盾在办", 30),
    ("302", "rented", (), "", "", 0),
)
EMPTY = ("401", "402")
OLD = 80
FIELDS = {
    "姓名": "name",
    "身份证号": "id_number",
    "户号": "code",
    "和户主的关系": "relation",
    "小区或村组": "estate",
    "楼栋": "building",
    "房号": "room",
}


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗; one grade is due for a review, one contract has run out."""
    world.switch_on(KEY, "全旗登记实有人口和房屋。")
    where = world.units.grids["泰兴社区"][0]
    stage = world.stage(where, world.now - timedelta(days=230))
    today = clock.local(world.now).date()
    known = _Known(where, today.year)
    for number, home in enumerate(HOMES):
        _home(stage, world, number, home, today, known)
    with clock.pretend(world.now - timedelta(days=100)):
        for room in EMPTY:
            Premises.enter(unit=where, by=stage.users["grid"], use="empty", **_place(room))
    _roster(world, where)


def _place(room: str) -> dict:
    return {"estate": ESTATE, "building": "6号楼", "entrance": "2单元", "floor": int(room[0]), "room": room}


class _Known:
    """Residents who are on record already, so that their households show what else is known of them: who asked in cases of the grid, and of the street itself
    somebody old and somebody who came to the window."""

    def __init__(self, where: OrgUnit, year: int) -> None:
        asked = (
            select(Party.person_id)
            .join(Case, Case.id == Party.case_id)
            .where(Case.unit_id == where.id, Party.side == 1)
        )
        street, born = Person.unit_id == where.township_id, Person.birth_year
        self.heads = self._some(Person.unit_id == where.id, Person.id.in_(asked))
        self.others = {
            "parent": self._some(street, born <= year - OLD),
            "spouse": self._some(street, born > year - OLD, Person.id.not_in(asked)),
        }

    @staticmethod
    def _some(*wanted: ColumnElement[bool]) -> list[Person]:
        found = select(Person).where(*wanted, Person.erased_at.is_(None)).order_by(Person.id.desc()).limit(len(HOMES))
        return list(db.session.scalars(found))

    def head(self) -> Person | None:
        return self.heads.pop(0) if self.heads else None

    def one(self, relation: str, head: Person) -> Person | None:
        """One a relation, for the others are invented; whom `head` is married to is of the other sex."""
        fits = (each for each in self.others.pop(relation, ()) if relation != "spouse" or each.gender != head.gender)
        return next(fits, None)


def _home(stage: Stage, world: World, number: int, home: tuple, today: date, known: _Known) -> None:
    room, use, others, grade, cause, ago = home
    grid, clerk, director = (stage.users[each] for each in ("grid", "clerk", "director"))
    first = today - timedelta(days=220 - number)
    with clock.pretend(world.now - timedelta(days=220 - number)):
        premises = Premises.enter(unit=stage.unit, by=grid, use=use, **_place(room))
        household = Household.enter(
            unit=stage.unit,
            head=known.head() or stage.resident(),
            code=f"15{2026_100 + number}",
            on=first,
            premises=premises,
            by=grid,
        )
        for relation in others:
            household.add(known.one(relation, household.head.person) or _one(stage, relation), relation, first, by=grid)
        if use == "rented":
            premises.take_owner(first, person=stage.resident(), share=100, by=clerk)
            contract = today - timedelta(days=3) if number == 3 else today + timedelta(days=120)
            premises.let(household.head.person, first, contract_until=contract, by=clerk)
            KindHeld.register(household.head.person, kind="floating", on=first, source="本人申报", by=clerk)
        if number == 4:
            KindHeld.register(household.head.person, kind="released", on=first, source="司法所来文", by=director)
    if grade:
        with clock.pretend(world.now - timedelta(days=ago)):
            on = today - timedelta(days=ago)
            household.decide_grade(grade, cause, "入户了解。", on, by=director)
    if use == "rented":
        with clock.pretend(world.now - timedelta(days=15)):
            premises.check(today - timedelta(days=15), "人房一致，没有发现隐患。", by=grid)


def _one(stage: Stage, relation: str) -> Person:
    """A resident of an age that fits."""
    born = {"son": 2012, "daughter": 2014, "parent": 1948}.get(relation, 1980)
    return stage.resident(id_number=stage.names.person(born=date(born, 5, 6)).id_number)


def _roster(world: World, where: OrgUnit) -> None:
    people = [world.names.person() for _ in range(3)]
    lines = [
        [each.name, each.id_number, "152027001", relation, ESTATE, "7号楼", "101"]
        for each, relation in zip(people, ("户主", "配偶", "其他"), strict=True)
    ]
    world.roster_file(ROSTER, where.parent, "泰兴社区名册.xlsx", FIELDS, *lines)
