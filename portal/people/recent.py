"""The residents entered last, of one or more units."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, literal, select, tuple_, union_all

from portal.org.models import OrgUnit
from portal.people.models import Person

RECENT = 20
LEVELS = ("community_id", "township_id", "county_id", "city_id")  # by each of which an index goes
READ = 10 * RECENT  # of which hardly any are erased or part of another entry

# `+ 0`: nearly all are part of no other entry, which PostgreSQL without statistics does not expect, and then reads them all by that index
THERE = Person.erased_at.is_(None), (Person.merged_into_id + 0).is_(None)


def entered_last(units: list[OrgUnit]) -> Select:
    """The newest of the residents of `units`, read along an index of each: by the community, the township, the county or the city."""
    parts = [select(_in_order(select(Person.id).where(*_place(unit)), READ).subquery()) for unit in units]
    ids = union_all(*parts) if parts else select(Person.id).where(false())
    return _in_order(select(Person).where(Person.id.in_(ids), *THERE), RECENT)


def newest_of(unit: OrgUnit, most: int, before: tuple[datetime, int] | None = None) -> Select:
    """`most` residents of `unit`, the newest first, of those entered before a moment (and of that moment, with a lower id)."""
    query = select(Person).where(*_place(unit), *THERE)
    if before:
        moment = literal(before[0], Person.created_at.type)
        query = query.where(tuple_(Person.created_at, Person.id) < tuple_(moment, literal(before[1])))
    return _in_order(query, most)


def _in_order(query: Select, most: int) -> Select:
    return query.order_by(Person.created_at.desc(), Person.id.desc()).limit(most)


def _place(unit: OrgUnit) -> list[ColumnElement[bool]]:
    """The condition, so written that the index by community, township, county or city is the one to read."""
    level = next((each for each in LEVELS if getattr(unit, each)), "city_id")
    conditions = [getattr(Person, level) == getattr(unit, level)]
    if unit.level != level:
        conditions.append(getattr(Person, unit.level) + 0 == unit.id)
    return conditions
