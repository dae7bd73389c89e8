"""Where services at home meet the core: the desk, the panel of a resident, what stays open."""

from collections.abc import Sequence

from flask import url_for

from plugins.elder_services.models import ServiceOrder, Visited
from plugins.elder_services.models.provider import MANAGE
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel, panel_of

VIEW = "elder_services.view"
SHOWN = 3  # orders on the page of a resident

QUEUES = [
    queue_of(
        ServiceOrder,
        "elder-services",
        "为老服务工单",
        at="/elder_services/orders",
        needs=MANAGE,
        where=lambda reader: ServiceOrder.status.in_(ServiceOrder.states.open),
        text=ServiceOrder.number + "　" + ServiceOrder.title,
        due=ServiceOrder.wanted_on,
        order=63,
    )
]


def panels(ctx: Context, person: Person) -> list[Panel]:
    """Why one looks in on a resident, and the last orders."""
    mine = Visited.visible_to(ctx.actor).where(Visited.person_id == person.id, Visited.serving()).limit(1)
    orders = ServiceOrder.visible_to(ctx.actor).where(ServiceOrder.person_id == person.id)
    last = db.session.scalars(orders.order_by(ServiceOrder.id.desc()).limit(SHOWN)).unique().all()
    visited = db.session.scalars(mine).unique().first()
    if not (visited or last):
        return []
    return [panel("居家养老服务", "elder_services/panel.html", visited=visited, orders=last)]


def people_panels(ctx: Context, people: Sequence[Person]) -> list[Panel]:
    """The last orders of several."""
    names = {each.id: each.name_shown for each in people}
    orders = ServiceOrder.visible_to(ctx.actor).where(ServiceOrder.person_id.in_(names))
    rows = db.session.scalars(orders.order_by(ServiceOrder.id.desc()).limit(SHOWN)).unique()
    return panel_of(
        "居家养老服务",
        (
            Line(
                each,
                url_for("elder_services.order", order_id=each.id),
                each.number,
                f"{names[each.person_id]}　{each.title}",
            )
            for each in rows
        ),
    )


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    here = (Visited, "探访对象 {} 人", Visited.serving())
    return still_open(ctx.unit, (ServiceOrder, "没有办结的服务工单 {} 张"), here)
