"""What is held about somebody who was served, and what of it goes (个人信息保护法 §45, §47)."""

from sqlalchemy import select

from plugins.elder_care.models import ServiceOrder
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """The orders."""
    rows = [
        {
            "编号": each.number,
            "服务项目": each.title,
            "约定日期": day(each.wanted_on),
            "具体要求": each.request,
            "服务日期": day(each.done_on),
            "做了什么": each.result,
            "状态": each.status_name,
        }
        for each in _of(person)
    ]
    return {"为老服务": rows} if rows else {}


def under_way(person: Person) -> list[OpenRecord]:
    """Orders that are not confirmed or cancelled."""
    return [OpenRecord("正在办理的服务工单", each.number, "确认或者取消") for each in _of(person) if each.open]


def erase(person: Person) -> list[str]:
    """What was wanted and done goes; that there was a service stays in the counts."""
    orders = _of(person)
    for each in orders:
        each.request = each.result = ""
    return [f"服务工单 {len(orders)} 张：具体要求和服务内容已删除，只留项目和日期用于统计。"] if orders else []


def _of(person: Person) -> list[ServiceOrder]:
    found = select(ServiceOrder).where(ServiceOrder.person_id == person.id).order_by(ServiceOrder.id)
    return list(db.session.scalars(found).unique())
