"""What is held about a visitor, handed out and erased as 个人信息保护法 §45 and §47 ask. Who came along is a contact of the kit."""

from sqlalchemy import select

from plugins.reception.models import Visit
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import moment


def held(person: Person) -> dict[str, list[dict]]:
    """Every visit."""
    return {
        "来访登记": [
            {
                "编号": each.number,
                "时间": moment(each.visited_at),
                "什么事": each.title,
                "诉求内容": each.text,
                "状态": each.status_name,
            }
            for each in _of(person)
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """What has no result yet refuses an erasure everywhere."""
    return [OpenRecord("没有结果的来访", each.number, "登记结果") for each in _of(person) if each.open]


def erase(person: Person) -> list[str]:
    """The visitor goes; what was asked and answered stays without a name."""
    found = _of(person)
    for each in found:
        each.person = None
    return [f"来访登记 {len(found)} 次：已去除来访人，办理经过不含姓名，予以保留。"] if found else []


def _of(person: Person) -> list[Visit]:
    return list(db.session.scalars(select(Visit).where(Visit.person_id == person.id)).unique())
