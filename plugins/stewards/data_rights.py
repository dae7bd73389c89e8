"""What the rosters hold about a resident (个人信息保护法 §45, §47). Names, telephone numbers and what is forgotten are the kit's; here
stands what a steward does, and that one who serves is released first."""

from plugins.stewards.models import Steward
from portal import clock
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.records.roster import Membership
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """Where the resident serves or served as a steward."""
    return {
        "红管家任职": [
            {
                "小区": each.neighbourhood.name,
                "职务": each.post_name,
                "负责范围": each.area,
                "电话": each.contact.phone,
                "到任": day(each.valid_from),
                "卸任": day(each.valid_until),
            }
            for each in _of(person)
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """While the resident serves as a steward and has not been released."""
    serving = [each for each in _of(person) if _goes_on(each)]
    return [OpenRecord("在任的红管家", each.neighbourhood.name, "卸任") for each in serving]


def erase(person: Person) -> list[str]:
    """Nothing besides the contacts."""
    return []


def _of(person: Person) -> list[Steward]:
    """Where a roster names `person` for certain."""
    return [each.row for each in mentions_as(person, Steward)]


def _goes_on(member: Membership) -> bool:
    return member.valid_until is None or member.valid_until > clock.today()
