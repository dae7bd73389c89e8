"""What the forums hold about a resident (个人信息保护法 §45, §47)."""

from sqlalchemy import select

from plugins.consultation.models import Forum, Steward
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day

KEPT = "红管家的姓名和任期是公开的任职记录，予以保留；电话已删除。"


def held(person: Person) -> dict[str, list[dict]]:
    """Where the resident serves or served as a steward."""
    return {
        "红管家任职": [
            {
                "小区": each.forum.name,
                "职务": each.post_name,
                "负责范围": each.area,
                "电话": each.phone,
                "到任": day(each.valid_from),
                "卸任": day(each.valid_until),
            }
            for each in _of(person)
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """While the resident serves as a steward and has not been released."""
    today = clock.today()
    serving = [each for each in _of(person) if each.valid_until is None or each.valid_until > today]
    return [OpenRecord("在任的红管家", each.forum.name, "卸任") for each in serving]


def erase(person: Person) -> list[str]:
    """The telephone number goes; who looked after which entrance is on the board there."""
    found = _of(person)
    for each in found:
        each.phone = None
    return [KEPT] if found else []


def _of(person: Person) -> list[Steward]:
    """Those of the name, told apart by the telephone number: the same name alone may be another person."""
    if not person.phone:
        return []
    alike = select(Steward).join(Steward.forum).where(Forum.county_id == person.county_id, Steward.name == person.name)
    return [each for each in db.session.scalars(alike.order_by(Steward.id)) if each.phone == person.phone]
