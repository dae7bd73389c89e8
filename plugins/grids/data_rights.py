"""What the rosters hold about a resident (个人信息保护法 §45, §47). Names, telephone numbers and what is forgotten are the kit's; here stands which
posts, and that whoever has one is released first."""

from plugins.grids.models import Sponsor, Worker
from portal import clock
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.records.roster import Membership
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """Which posts the resident has or had, and what he sponsors or sponsored."""
    posts = [
        {"网格": each.unit.name, "岗位": each.post_name, "办公电话": each.office_phone, "卸任原因": each.reason}
        | _told(each)
        for each in _of(person, Worker)
    ]
    sponsored = [
        {"包保的单位": each.unit.name, "方式": each.duty_name, "单位、职务": each.office, "负责什么": each.task}
        | _told(each)
        for each in _of(person, Sponsor)
    ]
    return {heading: rows for heading, rows in (("网格岗位", posts), ("包保", sponsored)) if rows}


def under_way(person: Person) -> list[OpenRecord]:
    """While the resident has a post, or sponsors a unit."""
    posts = [OpenRecord("在任的网格员", each.unit.short_name, "卸任") for each in _of(person, Worker) if _goes_on(each)]
    return posts + [
        OpenRecord("包保", each.unit.short_name, "结束包保") for each in _of(person, Sponsor) if _goes_on(each)
    ]


def erase(person: Person) -> list[str]:
    """The telephone of the office goes with the post; the contacts, and what is kept, are the kit's."""
    posts = [each for each in _of(person, Worker) if each.office_phone]
    for each in posts:
        each.office_phone = ""
    return [f"网格岗位 {len(posts)} 个：办公电话已删除。"] if posts else []


def _of(person: Person, model) -> list:
    """Where a roster names `person` for certain."""
    return [each.row for each in mentions_as(person, model)]


def _told(row) -> dict[str, str]:
    return {"电话": row.contact.phone or "", "起": day(row.valid_from), "止": day(row.valid_until)}


def _goes_on(member: Membership) -> bool:
    return member.valid_until is None or member.valid_until > clock.today()
