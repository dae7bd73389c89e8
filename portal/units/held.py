"""What a unit holds: residents, households, grids, staff, open work; and what keeps it from being closed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.audit.subjects import subject_names
from portal.cases.models import Assignment
from portal.extensions import Model, db
from portal.families.models import Family
from portal.org.models import KINDS, OrgUnit
from portal.people.models import Person
from portal.people.recent import THERE
from portal.records import Record
from portal.records.handed_to import HandedTo
from portal.units.rows import scoped_models

RESIDENTS = (*THERE, Person.gone == "")  # registered, and living there
SHOWN = 5  # of what is in the way of closing a unit, by name
SMALL = ("township", "community", "grid", "building")  # where residents are counted at once; above, in 收办统计


def figures_of(unit: OrgUnit, *, residents: bool = True) -> list[dict[str, Any]]:
    """Label, value and unit of all that lies in the subtree of `unit` today, as the strip of figures takes them; with `residents`, also how many of
    these are registered."""
    once = func.sum(OrgUnit.households).filter(~OrgUnit.is_in_counted())
    below = select(OrgUnit.kind, func.count().label("units"), once.label("households"))
    lying = unit.subtree_of(OrgUnit), OrgUnit.closed_on.is_(None), OrgUnit.id != unit.id
    found = {row.kind: row for row in db.session.execute(below.where(*lying).group_by(OrgUnit.kind))}
    shown = [(KINDS[kind], found[kind].units, "个") for kind in KINDS if kind in found]
    grids = found["grid"].households if "grid" in found else 0  # a building's are counted in its grid
    if households := (unit.households or 0) + (grids or 0):
        shown.append(("住户", households, "户"))
    if residents and unit.kind in SMALL:
        shown += [
            ("登记的居民", _count(Person, unit, *RESIDENTS), "人"),
            ("家庭档案", _count(Family, unit), "户"),
        ]
    return [
        {"label": label, "value": value, "unit": measure}
        for label, value, measure in (*shown, ("工作人员", staff_of(unit), "人"))
    ]


def staff_of(unit: OrgUnit) -> int:
    """How many hold an office in the subtree of `unit` today."""
    current = select(func.count(Appointment.user_id.distinct())).join(OrgUnit, OrgUnit.id == Appointment.unit_id)
    active = Appointment.user.has(User.active)
    return (
        db.session.scalar(current.where(unit.subtree_of(OrgUnit), Appointment.counting_on(clock.today()), active)) or 0
    )


class Left(NamedTuple):
    """What is not done: how it is called, how many, of which models."""

    name: str
    number: int
    models: list[type[Any]]


def open_work(unit: OrgUnit) -> list[Left]:
    """The records that are not done, in the subtree of `unit` and given to it by others to do, of the core and of every installed plugin; one
    statement."""
    names, models = subject_names(), sorted(_records(), key=lambda each: each.__tablename__)
    numbers = db.session.execute(select(*(_open_at(unit, each) for each in models))).one()
    found: dict[str, Left] = {}
    for each, number in zip(models, numbers, strict=True):
        if number:
            name = names.get(each.__tablename__, "其他记录")
            known = found.get(name, Left(name, 0, []))
            found[name] = Left(name, known.number + number, [*known.models, each])
    return list(found.values())


def open_of(unit: OrgUnit, plugin: str) -> list[tuple[str, int]]:
    """As `open_work`, of one plugin and only what lies there."""
    found = [(each, _open_in(unit, each)) for each in _records() if each.__tablename__.startswith(f"{plugin}_")]
    names = subject_names()
    return [(names.get(each.__tablename__, "其他记录"), number) for each, number in found if number]


def _open_in(unit: OrgUnit, model: type[Any]) -> int:
    still = model.status.in_([state.key for state in model.states if state.open])
    return db.session.scalar(select(func.count()).select_from(model).where(unit.subtree_of(model), still)) or 0


def lying_in(unit: OrgUnit) -> list[dict[str, Any]]:
    """Label, value and unit of all that goes where `unit` goes, of the core and of every installed plugin; one statement."""
    names, models = subject_names(), [each for each in scoped_models() if not each.happened]
    parts = [_counted(each, unit, *(RESIDENTS if each is Person else ())).scalar_subquery() for each in models]
    found: Counter[str] = Counter()
    for each, number in zip(models, db.session.execute(select(*parts)).one(), strict=True):
        found[names.get(each.__tablename__, "其他记录")] += number
    below = select(func.count(OrgUnit.id)).where(OrgUnit.path.startswith(unit.path), OrgUnit.id != unit.id)
    counted = {"下级单位": db.session.scalar(below) or 0, "工作人员": staff_of(unit)} | found
    return [{"label": label, "value": number, "unit": ""} for label, number in counted.items() if number]


def _open_at(unit: OrgUnit, model: type[Any]) -> ScalarSelect[int]:
    here = unit.subtree_of(model)
    if issubclass(model, HandedTo):
        here = or_(here, model.target_id == unit.id)
    still = model.status.in_([state.key for state in model.states if state.open])
    return select(func.count()).select_from(model).where(here, still).scalar_subquery()


class Obstacle(NamedTuple):
    """What keeps a unit from being closed, in Chinese; the first of the units or accounts it is about, or the records that are left."""

    said: str
    rows: Sequence[OrgUnit | User] = ()
    left: Left | None = None

    def __str__(self) -> str:
        return self.said + "、".join(name_of(each) for each in self.rows)


def name_of(row: OrgUnit | User) -> str:
    """How a list calls a unit or somebody."""
    return row.short_name if isinstance(row, OrgUnit) else row.name


def in_the_way(unit: OrgUnit) -> list[Obstacle]:
    """What keeps `unit` from being closed."""
    here = OrgUnit.parent_id == unit.id, OrgUnit.closed_on.is_(None)
    post = Appointment.unit_id == unit.id, Appointment.standing_on(clock.today())
    of_theirs = User.id.in_(select(Appointment.user_id).where(*post))
    handed = db.session.scalar(select(func.count(Assignment.id)).where(Assignment.waits_at([unit.id])))
    left = [
        *_first("下面还有 {} 个单位", select(OrgUnit).where(*here).order_by(OrgUnit.id), func.count(OrgUnit.id), here),
        *_first(
            "还有 {} 项任职没有终止", select(User).where(of_theirs).order_by(User.id), func.count(Appointment.id), post
        ),
        *(Obstacle(f"还有 {each.number} 件没有办结的{each.name}", left=each) for each in open_work(unit)),
    ]
    people, families = _count(Person, unit, *RESIDENTS), _count(Family, unit)
    lying = [f"{people} 位登记的居民"] * bool(people) + [f"{families} 户家庭"] * bool(families)
    left += [Obstacle(f"还有 {'、'.join(lying)}，要由别的单位接着管，请用“并入其他单位”")] if lying else []
    return [*left, Obstacle(f"别处交来的事项还有 {handed} 件没有办完")] if handed else left


def _first(said: str, rows: Select[Any], counted: ColumnElement[int], where: Sequence[Any]) -> list[Obstacle]:
    """How many there are, with the first of them; nothing where there is none."""
    number = db.session.scalar(select(counted).where(*where)) or 0
    how = "，如" if number > SHOWN else "："
    return [Obstacle(said.format(number) + how, db.session.scalars(rows.limit(SHOWN)).all())] if number else []


def _records() -> Iterator[type[Any]]:
    for mapper in Model.registry.mappers:
        if issubclass(mapper.class_, Record) and any(state.open for state in mapper.class_.states):
            yield mapper.class_


def _count(model: type[Any], unit: OrgUnit, *conditions: Any) -> int:
    return db.session.scalar(_counted(model, unit, *conditions)) or 0


def _counted(model: type[Any], unit: OrgUnit, *conditions: Any) -> Select[tuple[int]]:
    return select(func.count()).select_from(model).where(unit.subtree_of(model), *conditions)
