"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask. Whoever booked or learns is a contact, whose
name and telephone the records kit hands out and erases; what they learnt is told here."""

from sqlalchemy import select

from plugins.family_values.models import Enrolment, Guide
from portal import clock
from portal.extensions import db
from portal.people.masking import ERASED
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as


def held(person: Person) -> dict[str, list[dict]]:
    """Everything about `person`."""
    return {
        "家风馆讲解员": [
            {"姓名": each.name, "任职": str(each.valid_from), "离任": str(each.valid_until or "")}
            for each in _guides(person)
        ],
        "课程学习": [_learnt(each) for each in _enrolments(person)],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """Who guides now is on a roster that is in use."""
    return [OpenRecord("正在任职的讲解员", each.name, "登记离任") for each in _guides(person) if each.serves_now]


def erase(person: Person) -> list[str]:
    """Names of guides who have left go. What a family learnt stays, of nobody (portal.families)."""
    said = []
    for each in _guides(person):
        each.name, each.person = ERASED, None
        each.contact.forget()
        said.append("家风馆讲解员名册中的姓名和电话已删除，接待的批次和人数保留。")
    db.session.flush()
    return said


def _guides(person: Person) -> list[Guide]:
    return list(db.session.scalars(select(Guide).where(Guide.person_id == person.id).order_by(Guide.id)))


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
    named = [each.record for each in mentions_as(person, Enrolment)]
    return list(dict.fromkeys(named))
