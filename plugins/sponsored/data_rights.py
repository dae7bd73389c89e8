"""What is held about a party of a sponsored case, handed out and erased as 个人信息保护法 §45 and §47 ask. The resident is told that there was a
sponsor, when somebody met them, and how it ended (docs/domain/sponsored.md: 结论可知); what else the log says is about the others as well."""

from sqlalchemy import select

from plugins.sponsored.models import SponsoredContact, Sponsorship
from portal.cases.models import Party
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord


def held(person: Person) -> dict[str, list[dict]]:
    """Each sponsorship, and each time somebody met the resident."""
    return {
        "包案": [
            {"编号": each.number, "状态": each.status_name, "结果": each.result_name, "期限": str(each.due_on)}
            for each in _of(person)
        ],
        "包案见面记录": [
            {"编号": each.record.number, "日期": str(each.on), "方式": each.way_name} for each in _met(person)
        ],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """What is not over refuses an erasure everywhere."""
    return [OpenRecord("没有办完的包案", each.number, "销号、回访") for each in _of(person) if each.open]


def erase(person: Person) -> list[str]:
    """What the resident said goes; that somebody met a party on a day stays without words."""
    found = _met(person)
    for each in found:
        each.said = each.done = ""
    return [f"包案见面记录 {len(found)} 次：已删除谈话内容，只留日期和方式。"] if found else []


def _of(person: Person) -> list[Sponsorship]:
    cases = select(Party.case_id).where(Party.person_id == person.id)
    return list(db.session.scalars(select(Sponsorship).where(Sponsorship.case_id.in_(cases)).order_by(Sponsorship.id)))


def _met(person: Person) -> list[SponsoredContact]:
    met = select(SponsoredContact).join(SponsoredContact.party).where(Party.person_id == person.id)
    return list(db.session.scalars(met.order_by(SponsoredContact.id)))
