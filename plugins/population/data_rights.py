"""What is held about a resident, handed out and erased as 个人信息保护法 §45 and §47 ask."""

from typing import Any

from sqlalchemy import select

from plugins.population.models import Household, HouseholdMember, KindHeld, Lease, PremisesOwner
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord


def held(person: Person) -> dict[str, list[dict]]:
    """Households, kinds, premises that are owned or rented."""
    rows = {
        "户": [
            {
                "编号": each.record.number,
                "户号": each.record.code,
                "关系": each.relation_name,
                "起止": each.days,
                "住处": _home(each.record),
            }
            for each in _of(HouseholdMember, person)
        ],
        "人员类别": [
            {"编号": each.number, "类别": each.kind_name, "起止": each.days, "来源": each.source}
            for each in _of(KindHeld, person)
        ],
        "房主": [
            {"地址": each.record.title, "份额": f"{each.share}%" if each.share else "", "起止": each.days}
            for each in _of(PremisesOwner, person)
        ],
        "承租": [
            {"地址": each.record.title, "起止": each.days, "合同到期": str(each.contract_until or "")}
            for each in _of(Lease, person)
        ],
    }
    return {heading: found for heading, found in rows.items() if found}


def under_way(person: Person) -> list[OpenRecord]:
    """Nothing of it is work that would have to be done first."""
    return []


def erase(person: Person) -> list[str]:
    """The membership and the kinds go, and the causes and reasons of the grades of the household; premises stay without a name."""
    members, kinds, owners, leases = (_of(each, person) for each in (HouseholdMember, KindHeld, PremisesOwner, Lease))
    for each in members:
        _leave_nothing(each)
    for each in kinds:
        each.remove()
    for each in (*owners, *leases):
        each.person = None
        each.valid_until = each.valid_until or max(each.valid_from, clock.today())
    for lease in leases:
        lease.record.look_again()
    db.session.flush()
    said = (
        (members, "户成员登记 {} 条已删除，定类的理由和情况已删除。"),
        (kinds, "人员类别 {} 条连同办理记录已删除。"),
        (owners, "房主登记 {} 条：已去除姓名，起止日期和份额保留。"),
        (leases, "承租登记 {} 条：已去除姓名，起止日期保留。"),
    )
    return [words.format(len(found)) for found, words in said if found]


def _leave_nothing(member: HouseholdMember) -> None:
    household: Household = member.record
    household.forget_reasons()
    household.members.remove(member)
    db.session.delete(member)
    db.session.flush()
    if not household.present and household.status == "here":
        household.close(clock.today(), "没有在册的成员。", by=None)


def _home(household: Household) -> str:
    return household.residence.premises.title if household.residence else ""


def _of(model: type[Any], person: Person) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.person_id == person.id).order_by(model.id)).unique())
