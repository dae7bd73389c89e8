"""Entering a resident whom a record is about: found by the ID number first, so that nobody is entered twice."""

from collections.abc import Mapping
from typing import Any

from wtforms import StringField

from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.fields import resident_id, telephone
from portal.people.finding import people_matching
from portal.people.models import Person
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short

KNOWN = ("phone", "ethnicity", "address")


class ResidentForm(Form):
    """Who it is: the fields of a form, or of a line of a roster, that `enter_or_find` takes."""

    name = StringField("姓名", [Required(), Short(60)])
    id_number = StringField("身份证号", [Required("请填写身份证号。"), Short(20), resident_id])
    phone = StringField("电话", [Short(30), telephone])
    address = StringField("住址", [Short(100)])

    def validate_name(self, field: StringField) -> None:
        field.data = normalise_name(field.data or "")


def enter_or_find(unit: OrgUnit, row: Mapping[str, Any]) -> Person:
    """The resident of the county with the `id_number` of `row`, entered in `unit` if new; what else is known of one who was there
    (`KNOWN`) is filled in where it was empty. Flushes. Raises RuleError where the register has another name for the number."""
    known = {name: row[name] for name in KNOWN if name in row}
    person = db.session.scalars(people_matching(row["id_number"], [unit])).first()
    if person is None:
        person = Person.enter(unit, name=row["name"], id_number=row["id_number"], **known)
        db.session.flush()
    elif person.name != row["name"]:
        raise RuleError(f"{row['name']}的身份证号已经登记过，但姓名不同，请核对。")
    else:
        person.update(**{name: value for name, value in known.items() if value and not getattr(person, name)})
    return person
