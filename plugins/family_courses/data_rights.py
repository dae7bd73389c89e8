"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask. Whoever learns is a contact, whose name and
telephone the records kit hands out and erases; what they learnt is told here."""

from plugins.family_courses.models import Enrolment
from portal import clock
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as


def held(person: Person) -> dict[str, list[dict]]:
    """What `person` learnt, and the children whose guardian `person` is."""
    return {"课程学习": [_learnt(each) for each in _enrolments(person)]}


def under_way(person: Person) -> list[OpenRecord]:
    """Enrolments that wait for their lesson are records under way, which the records kit tells."""
    return []


def erase(person: Person) -> list[str]:
    """Nothing beyond names and telephones: what a family learnt stays, of nobody (portal.families)."""
    return []


def _learnt(enrolment: Enrolment) -> dict[str, str]:
    return {
        "编号": enrolment.number,
        "课程": enrolment.title,
        "上课时间": f"{clock.local(enrolment.course.starts_at):%Y-%m-%d %H:%M}",
        "状态": enrolment.status_name,
        "学时（分钟）": str(enrolment.minutes),
        "周岁": "" if enrolment.age is None else str(enrolment.age),
        "监护人同意": enrolment.consent_name,
        "评价": f"{enrolment.rating_name}{enrolment.opinion}",
    }


def _enrolments(person: Person) -> list[Enrolment]:
    """Those that name `person` for certain, as learner or guardian."""
    return list(dict.fromkeys(each.record for each in mentions_as(person, Enrolment)))
