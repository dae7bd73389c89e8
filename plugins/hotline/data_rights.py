"""What is held about a caller (个人信息保护法 §45, §47). The contact itself is the kit's; here stands what was told."""

from plugins.hotline.models import Order
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.web.pages.formatting import moment


def held(person: Person) -> dict[str, list[dict]]:
    """What the resident told 12345, and what was answered."""
    return {
        "热线工单": [
            {
                "工单编号": each.outside_number,
                "收文编号": each.number,
                "内容": each.text,
                "派单时间": moment(each.sent_at),
                "状态": each.status_name,
                "回复": each.result if each.answered_at else "",
                "回访": each.rating,
            }
            for each in _of(person)
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """What has no answer yet: the kit tells it, as of any record that names somebody."""
    return []


def erase(person: Person) -> list[str]:
    """Nothing besides the contact, which the kit forgets: what was told stays without a name."""
    count = len(_of(person))
    return [f"热线工单 {count} 件作为办理记录保留，不再有姓名和电话。"] if count else []


def _of(person: Person) -> list[Order]:
    """Where an order names `person` for certain."""
    return [each.record for each in mentions_as(person, Order)]
