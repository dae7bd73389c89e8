"""The residents entered last, of one or more units."""

from sqlalchemy import Select, false, select, union_all

from portal.org.models import OrgUnit
from portal.people.models import Person

RECENT = 20


def entered_last(units: list[OrgUnit]) -> Select:
    """The newest of the residents of `units`, read along an index of each: by the township, by the county or by the city."""
    parts = [select(_newest(unit).subquery()) for unit in units]
    ids = union_all(*parts) if parts else select(Person.id).where(false())
    return select(Person).where(Person.id.in_(ids)).order_by(Person.created_at.desc(), Person.id.desc()).limit(RECENT)


def _newest(unit: OrgUnit) -> Select:
    level = next((each for each in ("township_id", "county_id", "city_id") if getattr(unit, each)), "city_id")
    newest = select(Person.id).where(getattr(Person, level) == getattr(unit, level), Person.erased_at.is_(None))
    if unit.level != level:
        newest = newest.where(getattr(Person, unit.level) + 0 == unit.id)
    return newest.order_by(Person.created_at.desc(), Person.id.desc()).limit(RECENT)
