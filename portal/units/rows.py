"""Which rows lie in a unit and which point at one, read from the tables themselves: of the core and of every plugin that is installed, on or off.

A row carries the columns of its unit, or of the one into which that was merged (`OrgUnit.heir`). What is over keeps the unit in which it
happened; what still goes on lies in the heir.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, UniqueConstraint, inspect, or_, select
from sqlalchemy.orm import aliased

from portal.cases.models import Case
from portal.extensions import Model, db
from portal.families.models import Family
from portal.files.models import Attachment
from portal.org.models import LEVELS, OrgUnit, Scoped
from portal.people.models import Organisation, Person
from portal.protection import Encrypted
from portal.records import Record
from portal.records.record import Part
from portal.records.timeline import AppendOnly

FIRST: tuple[type, ...] = (Person, Family, Case, Organisation, Attachment)  # the old place reads on until they follow


class Reference(NamedTuple):
    """A column beside `Scoped.unit_id` that points at a unit: whoever is to do it, takes part in it, or did once."""

    model: type[Any]
    name: str


@cache
def scoped_models() -> tuple[type[Any], ...]:
    """Every kind of row that lies in a unit: what says most of people first, records before what belongs to one, what is append-only last."""
    found = [each.class_ for each in Model.registry.mappers if issubclass(each.class_, Scoped)]
    return tuple(sorted(found, key=lambda each: (_rank(each), each.__tablename__)))


def _rank(model: type[Any]) -> int:
    if model in FIRST:
        return FIRST.index(model)
    if issubclass(model, (AppendOnly, Part)):
        return 9 if issubclass(model, AppendOnly) else 8
    if _is_about_people(model):
        return len(FIRST)
    return 6 if issubclass(model, Record) else 7


def _is_about_people(model: type[Any]) -> bool:
    """Whether its rows point at a resident, or keep something sealed."""
    return any(
        isinstance(column.type, Encrypted) or any(key.column.table is Person.__table__ for key in column.foreign_keys)
        for column in inspect(model).columns
    )


@cache
def references() -> tuple[Reference, ...]:
    """Those of rows that may still be open, or that say so themselves (`info={"successor": True}`)."""
    found = [Reference(each.class_, name) for each in Model.registry.mappers for name in _pointing(each)]
    return tuple(sorted(found, key=lambda each: (each.model.__tablename__, each.name)))


def _pointing(mapper: Any) -> Iterator[str]:
    model = mapper.class_
    for prop in mapper.column_attrs:
        [column, *_] = prop.columns
        if not any(key.column.table is OrgUnit.__table__ for key in column.foreign_keys):
            continue
        own = issubclass(model, Scoped) and prop.key == "unit_id"
        if not own and (column.info.get("successor") or _may_be_open(model)):
            yield prop.key


@cache
def led_to_by(model: type[Any], name: str) -> list[str]:
    """Names of the relationships of `model` that lead where its column `name` points."""
    [column, *_] = inspect(model).column_attrs[name].columns
    return [each.key for each in inspect(model).relationships if column in each.local_columns]


def _may_be_open(model: type[Any]) -> bool:
    return "status" in inspect(model).column_attrs or issubclass(model, Part)


def still_open(row: Any) -> bool:
    """Whether there is still something to be done with `row`."""
    return row.status in row.states and row.states[row.status].open


def goes_on(row: Any) -> bool:
    """Whether `row` of a unit that was merged lies in the heir from now on: it is open or in force, or it is a register, which has no end."""
    if isinstance(row, Record):
        return still_open(row) or row.status in row.lasting
    return not isinstance(row, AppendOnly) and not row.happened


def stale_ids(model: type[Any], units: Sequence[int]) -> list[int]:
    """Rows of `model` in `units` that do not carry the columns which these, or their heirs, have now."""
    own = select(OrgUnit).where(OrgUnit.id.in_(units), OrgUnit.merged_into_id.is_not(None))
    merged = db.session.scalars(own).all()
    seat = aliased(OrgUnit)
    plain = model.unit_id.in_(set(units) - {each.id for each in merged}) & _differs(model, seat)
    found = (
        select(_key(model))
        .join(seat, seat.id == model.unit_id)
        .where(or_(plain, *((model.unit_id == each.id) & _differs(model, each.heir) for each in merged)))
    )
    return list(db.session.scalars(found.order_by(_key(model))))


def _differs(model: type[Any], seat: Any) -> ColumnElement[bool]:
    return or_(*(getattr(model, level).is_distinct_from(getattr(seat, level)) for level in LEVELS))


def left_ids(model: type[Any], unit: OrgUnit) -> list[int]:
    """Rows of `model` in `unit`, which was merged, that go on (`goes_on`) or do not carry the columns of its heir."""
    here = model.unit_id == unit.id
    if issubclass(model, AppendOnly) or (model.happened and not hasattr(model, "record")):
        here &= _differs(model, unit.heir)
    elif issubclass(model, Record) and not hasattr(model, "record"):
        lasting = [*(state.key for state in model.states if state.open), *model.lasting]
        here &= model.status.in_(lasting) | _differs(model, unit.heir)
    return ids_where(model, here)


def pointing_ids(reference: Reference, unit: OrgUnit) -> list[int]:
    """Rows by which `unit` still has something to do."""
    model = reference.model
    here = getattr(model, reference.name) == unit.id
    if "status" in inspect(model).column_attrs:
        here &= model.status.in_([state.key for state in model.states if state.open])
    return ids_where(model, here)


def ids_where(model: type[Any], condition: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(select(_key(model)).where(condition).order_by(_key(model))))


def _key(model: type[Any]) -> Any:
    return inspect(model).primary_key[0]


@cache
def one_a_unit(model: type[Any]) -> bool:
    """Whether the heir may have the like already, and cannot have two: one committee, one list of a year."""
    table = model.__table__
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    unique += [each for each in table.indexes if each.unique]
    return any("unit_id" in each.columns for each in unique)
