"""What is held about somebody who was served, and what of it goes (个人信息保护法 §45, §47)."""

from sqlalchemy import select

from plugins.elder_services.models import ServiceOrder, Visited
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """The orders, and since when one looks in on him."""
    orders = [
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
    visits = [
        {
            "原因": each.ground,
            "开始": day(each.valid_from),
            "最后一天": day(each.valid_until),
            "办理记录": each.history,
        }
        for each in _visited(person)
    ]
    return {name: rows for name, rows in (("为老服务", orders), ("探访对象", visits)) if rows}


def under_way(person: Person) -> list[OpenRecord]:
    """Orders that are not confirmed or cancelled, and the roster of those one looks in on."""
    orders = [OpenRecord("正在办理的服务工单", each.number, "确认或者取消") for each in _of(person) if each.open]
    today = clock.today()
    visits = [
        OpenRecord("探访对象", each.unit.short_name, "停止探访") for each in _visited(person) if each.serves_on(today)
    ]
    return [*orders, *visits]


def erase(person: Person) -> list[str]:
    """What was wanted and done goes, and why one looked in on him; that there was a service stays in the counts."""
    orders, visits = _of(person), _visited(person)
    for each in orders:
        each.request = each.result = ""
    for each in visits:
        db.session.delete(each)
    said = [f"服务工单 {len(orders)} 张：具体要求和服务内容已删除，只留项目和日期用于统计。"] if orders else []
    return [*said, *(["探访对象登记：已删除。"] if visits else [])]


def _of(person: Person) -> list[ServiceOrder]:
    found = select(ServiceOrder).where(ServiceOrder.person_id == person.id).order_by(ServiceOrder.id)
    return list(db.session.scalars(found).unique())


def _visited(person: Person) -> list[Visited]:
    return list(db.session.scalars(select(Visited).where(Visited.person_id == person.id).order_by(Visited.id)))
