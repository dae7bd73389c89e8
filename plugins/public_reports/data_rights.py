"""What is held about whoever reported (个人信息保护法 §45, §47). The contact itself is the kit's; here stands what was written."""

from plugins.public_reports.models import Report
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """What the resident reported, and what was answered."""
    return {
        "反映的问题": [
            {
                "编号": each.number,
                "内容": each.text,
                "地点": each.where,
                "日期": day(each.created_at),
                "状态": each.status_name,
                "答复": each.answer,
                "照片": f"{len(each.photos)} 张",
            }
            for each in _of(person)
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """What has no answer yet: the kit tells it, as of any record that names somebody."""
    return []


def erase(person: Person) -> list[str]:
    """Nothing besides the contact, which the kit forgets: what was reported stays without a name."""
    count = len(_of(person))
    return [f"反映的 {count} 件问题作为办理记录保留，不再有姓名和电话。"] if count else []


def _of(person: Person) -> list[Report]:
    """Where a report names `person` for certain."""
    return [each.record for each in mentions_as(person, Report)]
