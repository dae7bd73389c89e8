"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask. Whoever booked is a contact, whose
name and telephone the records kit hands out and erases."""

from sqlalchemy import select

from plugins.family_values.models import Guide
from portal.extensions import db
from portal.people.masking import ERASED
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord


def held(person: Person) -> dict[str, list[dict]]:
    """Everything about `person`."""
    return {
        "家风馆讲解员": [
            {"姓名": each.name, "任职": str(each.valid_from), "离任": str(each.valid_until or "")}
            for each in _guides(person)
        ],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """Who guides now is on a roster that is in use."""
    return [OpenRecord("正在任职的讲解员", each.name, "登记离任") for each in _guides(person) if each.serves_now]


def erase(person: Person) -> list[str]:
    """Names of guides who have left go."""
    said = []
    for each in _guides(person):
        each.name, each.person = ERASED, None
        each.contact.forget()
        said.append("家风馆讲解员名册中的姓名和电话已删除，接待的批次和人数保留。")
    db.session.flush()
    return said


def _guides(person: Person) -> list[Guide]:
    return list(db.session.scalars(select(Guide).where(Guide.person_id == person.id).order_by(Guide.id)))
