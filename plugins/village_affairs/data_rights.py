"""What a village holds about a resident (个人信息保护法 §45, §47). Names and telephone numbers are the kit's; here stands who serves
on a council, and that they are released first."""

from plugins.village_affairs.models import CouncilMember
from portal import clock
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import Mention, mentions_as
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """Where the resident serves or served on a council."""
    return {
        "四会任职": [
            {
                "会": each.record.name,
                "职务": each.row.post_name,
                "电话": each.contact.phone,
                "到任": day(each.row.valid_from),
                "卸任": day(each.row.valid_until),
            }
            for each in _of(person)
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """While the resident serves on a council and has not been released."""
    today = clock.today()
    serving = [each for each in _of(person) if each.row.valid_until is None or each.row.valid_until > today]
    return [OpenRecord("在任的四会成员", each.record.name, "卸任") for each in serving]


def erase(person: Person) -> list[str]:
    """Nothing besides the contacts."""
    return []


def _of(person: Person) -> list[Mention]:
    """Where a roster of a council names `person` for certain."""
    return mentions_as(person, CouncilMember)
