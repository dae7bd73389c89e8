"""What is known of somebody as the contact of a family (个人信息保护法 §45, §47); for plugins: which families are somebody's."""

from sqlalchemy import select

from portal.extensions import db
from portal.families.models import Family
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day


def families_of(person: Person) -> list[Family]:
    """Those known by the telephone number of `person`, whose contact is the same person (or was, a moment ago). Plugins are asked before
    the family itself is forgotten."""
    same = Family.county_id == person.county_id, Family.phone_hash == (person.phone_hash or None)
    found = db.session.scalars(select(Family).where(*same)).unique()
    return [each for each in found if each.contact.erased_at or each.contact.name == person.name]


def held(person: Person) -> dict[str, list[dict]]:
    """Where and since when the family is known."""
    rows = [{"所在地": each.unit.short_name, "建档日期": day(each.created_at)} for each in families_of(person)]
    return {"家庭档案": rows} if rows else {}


def under_way(person: Person) -> list[OpenRecord]:
    """A family is nothing that is under way."""
    return []


def erase(person: Person) -> list[str]:
    """The contact and the number by which the family was known go; what it did stays, of nobody."""
    said = []
    for each in families_of(person):
        each.phone_hash = ""
        each.contact.forget()
        said.append("家庭档案中的联系人和电话已删除，以这一户登记的数字保留，不再能查到是谁。")
    db.session.flush()
    return said
