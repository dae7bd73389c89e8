"""With what families are entered, and the household of the demo that several plugins know."""

from typing import Any

from sqlalchemy import func, select

from portal.extensions import db
from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.samples import Sample, Samples, Stage

__all__ = ["household", "new_phone"]


def new_phone(record, stage: Stage) -> str:
    """One that no family has yet."""
    return f"1390477{1000 + (db.session.scalar(select(func.count(Family.id))) or 0)}"


def household(names: Any, unit: OrgUnit) -> tuple[str, str]:
    """Name and telephone of whoever's household is the first that is known in `unit`, so that what several plugins tell of it stands on one page;
    of somebody new, who is in the register of residents too, where none is. `names` invents people (portal.demo.names.NameBook)."""
    someone = names.person()
    if known := db.session.scalars(select(Family).where(Family.unit_id == unit.id).order_by(Family.id)).first():
        return known.contact.name, known.contact.phone or ""
    Person.enter(unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    return someone.name, someone.phone


FAMILIES = Samples(Family, {Family.enter: Sample("clerk", {"name": "其其格", "phone": new_phone})})
