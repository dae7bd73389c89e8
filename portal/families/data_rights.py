"""What is known of somebody as the contact of a family (个人信息保护法 §45, §47); for plugins: which families are somebody's."""

from sqlalchemy import select

from portal.extensions import db
from portal.families.models import Family
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.protection import hashed
from portal.records.people import Contact
from portal.web.pages.formatting import day


def families_of(person: Person) -> list[Family]:
    """Those known by the telephone number of `person`, as the contact or as the other one of the household. Plugins are asked before the
    family itself is forgotten."""
    return [*_as_contact(person), *_as_second(person)]


def held(person: Person) -> dict[str, list[dict]]:
    """Where and since when the family is known."""
    rows = [{"所在地": each.unit.short_name, "建档日期": day(each.created_at)} for each in families_of(person)]
    return {"家庭档案": rows} if rows else {}


def under_way(person: Person) -> list[OpenRecord]:
    """A family is nothing that is under way."""
    return []


def erase(person: Person) -> list[str]:
    """The contact and the number by which the family was known go; what it did stays, of the second person where there is one, else of
    nobody."""
    said = []
    for each in _as_contact(person):
        each.contact.forget()
        said.append(_hand_on(each))
    for each in _as_second(person):
        each.second, each.second_hash = None, None
        said.append("家庭档案中作为另一位家人的姓名和电话已删除。")
    db.session.flush()
    return said


def _hand_on(family: Family) -> str:
    second = family.second
    if second is None:
        family.phone_hash = ""
        return "家庭档案中的联系人和电话已删除，以这一户登记的数字保留，不再能查到是谁。"
    family.contact, family.phone_hash = Contact(name=second.name, phone=second.phone), family.second_hash or ""
    family.second, family.second_hash = None, None
    return "家庭档案中的联系人和电话已删除，另一位家人成为联系人。"


def _as_contact(person: Person) -> list[Family]:
    """Those whose contact is `person` (or was, a moment ago)."""
    same = Family.county_id == person.county_id, hashed(Family.phone_hash, person.phone or "")
    found = db.session.scalars(select(Family).where(*same)).unique()
    return [each for each in found if each.contact.erased_at or each.contact.name == person.name]


def _as_second(person: Person) -> list[Family]:
    """Those of which `person` is the other one with a telephone (or was, a moment ago)."""
    same = Family.county_id == person.county_id, hashed(Family.second_hash, person.phone or "")
    found = db.session.scalars(select(Family).where(*same)).unique()
    return [each for each in found if each.second and (each.second.erased_at or each.second.name == person.name)]
