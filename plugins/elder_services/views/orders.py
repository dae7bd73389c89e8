"""Orders: asked for, assigned, done, confirmed."""

from flask import url_for
from flask_login import current_user

from plugins.elder_services.blueprint import bp
from plugins.elder_services.choices import CONFIRMED_BY
from plugins.elder_services.forms import AssignForm, ConfirmForm, CorrectOrderForm, DoneForm, OrderForm
from plugins.elder_services.models import Provider, ServiceOrder
from plugins.elder_services.models.provider import MANAGE
from plugins.elder_services.register import orders
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import resident_of
from portal.people.whole import contact_facts
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

MOST = 100  # providers in the box


def _asked(form: OrderForm, unit: OrgUnit) -> dict:
    names = ("kind", "wanted_on", "request", "younger", "late")
    return {"person": resident_of(unit, form.data), **{name: form[name].data for name in names}}


def _offering(form: AssignForm, order: ServiceOrder) -> None:
    found = Provider.offering(order.kind, order.unit, MOST + 1)
    form.provider.choices = {each.id: each.name for each in found[:MOST]}
    if len(found) > MOST:
        form.provider.description = f"只列出前 {MOST} 个，其余的不再使用的请先终止。"


def _nobody(order: ServiceOrder) -> str:
    """Said above the form where nobody can be chosen."""
    return "" if Provider.offering(order.kind, order.unit, 1) else "没有提供这项服务的单位，请先登记服务单位。"


def _assigned(form: AssignForm, order: ServiceOrder) -> dict:
    return {"provider": db.session.get(Provider, form.provider.data), "on": form.on.data}


mount_beginning(
    bp,
    ServiceOrder.ask,
    Ask(
        OrderForm,
        done=lambda order: f"已登记，编号 {order.number}。",
        button="登记",
        args=_asked,
        start=lambda unit: {"wanted_on": clock.today(), "unit_id": unit.id},
        error_at="id_number",
    ),
    at="/orders/new",
    show=lambda order: url_for("elder_services.order", order_id=order.id),
    back="elder_services.orders",
    place="unit_id",
)
steps = mount(
    bp,
    ServiceOrder,
    at="/orders/<int:order_id>",
    show="elder_services.order",
    steps={
        ServiceOrder.correct: Ask(
            CorrectOrderForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            start=present("kind", "wanted_on", "request"),
            explanation="人登记错了的，取消这张，重新登记。",
        ),
        ServiceOrder.assign: Ask(
            AssignForm,
            at="assignment",
            done="已派单。",
            main=True,
            explanation=_nobody,
            prepare=_offering,
            args=_assigned,
            start=lambda order: {"on": order.wanted_on},
            error_at="provider",
        ),
        ServiceOrder.finish: Ask(
            DoneForm, at="completion", done="已登记。", main=True, start=today("on"), error_at="on"
        ),
        ServiceOrder.confirm: Ask(ConfirmForm, at="confirmation", done="已确认。", main=True),
        ServiceOrder.reject: Ask(ReasonForm, at="return", done="已退回。", tone="danger"),
        ServiceOrder.cancel: Ask(ReasonForm, at="cancellation", done="已取消。", tone="danger"),
    },
)


def _actions() -> list[Action]:
    unit = current_unit()
    if not (takes_new(bp.name, unit) and current_user.can(MANAGE, unit)):
        return []
    return [
        Action("服务单位", url_for("elder_services.providers"), "users"),
        Action("登记服务需求", url_for("elder_services.ask"), "plus", main=True),
    ]


mount_register(bp, orders, at="/orders", endpoint="orders", export="elder_services.export", actions=_actions)


@bp.get("/orders/<int:order_id>")
@requires("elder_services.view")
def order(order_id: int):
    """One order."""
    found = get_or_404(ServiceOrder.visible_to(current_user), order_id)
    return render(
        "elder_services/order.html",
        **steps.shown(found, ("服务工单", "elder_services.orders")),
        facts=[
            ("服务对象", found.person.name),
            *contact_facts(found, current_user),
            ("所属", found.unit.name),
        ],
        about=[
            ("服务项目", found.title),
            ("约定日期", str(found.wanted_on)),
            ("具体要求", found.request),
            ("服务单位", found.provider.name if found.provider else ""),
            ("服务日期", str(found.done_on or "")),
            ("做了什么", found.result),
            ("怎样核实", CONFIRMED_BY.get(found.confirmed_by, "")),
            ("是否满意", {True: "满意", False: "不满意"}.get(found.satisfied, "")),
        ],
    )
