"""Records for tests, made through the models' own verbs, with people who do not exist."""

from portal.accounts.models import User
from portal.cases.models import Case
from portal.demo.names import NameBook
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Organisation, Person

__all__ = ["resident", "organisation", "case"]

book = NameBook()


def open_book() -> None:
    """Invent the same people again from the first, as each test does: who is met does not depend on which tests ran before."""
    global book
    book = NameBook()


def resident(unit: OrgUnit, **fields) -> Person:
    """A resident of `unit`; `fields` replace what is invented."""
    invented = book.person(kind="han")
    given = {"name": invented.name, "id_number": invented.id_number, "phone": invented.phone} | fields
    person = Person.enter(unit, **given)
    db.session.flush()
    return person


def organisation(unit: OrgUnit, **fields) -> Organisation:
    """A company of `unit`."""
    invented = book.organisation(unit.short_name)
    found = Organisation.enter(unit, **{"name": invented.name, "uscc": invented.uscc} | fields)
    db.session.flush()
    return found


def case(unit: OrgUnit, *, by: User, parties: list | None = None, **fields) -> Case:
    """A case registered in `unit`, with one resident on each side unless `parties` are given. Not committed."""
    given = {
        "title": "楼上漏水损坏天花板",
        "kind": "0201",
        "source": "visit",
        "level": "minor",
        "description": "三楼卫生间漏水，二楼天花板和墙面受损。",
        "happened_on": None,
        "location": "",
    } | fields
    sides = parties or [(1, resident(unit)), (2, resident(unit))]
    registered = Case.register(unit=unit, parties=sides, by=by, **given)
    db.session.flush()
    return registered
