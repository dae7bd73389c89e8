"""The pages of providers and orders."""

from flask import url_for
from flask_login import current_user

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import CONFIRMED_BY
from plugins.elder_care.models import Provider, ServiceOrder
from plugins.elder_care.models.service import SERVICE
from plugins.elder_care.services.forms import (
    AssignForm,
    ConfirmForm,
    DoneForm,
    ProviderForm,
    ServiceForm,
)
from plugins.elder_care.services.register import orders, providers
from plugins.elder_care.views.members import person_of
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records import NextStep, timeline
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

MOST = 100  # providers in the box


def _asked(form: ServiceForm, unit: OrgUnit) -> dict:
    names = ("kind", "wanted_on", "request")
    return {"person": person_of(unit, form.data), **{name: form[name].data for name in names}}


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
        ServiceForm,
        done=lambda order: f"已登记，编号 {order.number}。",
        button="登记",
        args=_asked,
        start=lambda unit: {"wanted_on": clock.today(), "unit_id": unit.id},
        error_at="id_number",
    ),
    at="/services/new",
    show=lambda order: url_for("elder_care.service", service_id=order.id),
    back="elder_care.services",
    place="unit_id",
)
order_steps = mount(
    bp,
    ServiceOrder,
    at="/services/<int:service_id>",
    show="elder_care.service",
    prefix="service_",
    steps={
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
mount_beginning(
    bp,
    Provider.enlist,
    Ask(ProviderForm, done="已登记。", button="登记", start=today("valid_from"), error_at="name"),
    at="/providers/new",
    show=lambda provider: url_for("elder_care.providers"),
    back="elder_care.providers",
)
mount(
    bp,
    Provider,
    at="/providers/<int:provider_id>",
    show="elder_care.provider",
    prefix="provider_",
    steps={Provider.release: Ask(LastDayForm, at="ending", done="已终止。", start=today("on"), error_at="on")},
)


def _actions() -> list[Action]:
    unit = current_unit()
    if not (takes_new(bp.name, unit) and current_user.can(SERVICE, unit)):
        return []
    return [
        Action("服务单位", url_for("elder_care.providers"), "users"),
        Action("登记服务需求", url_for("elder_care.ask"), "plus", main=True),
    ]


mount_register(
    bp,
    providers,
    at="/providers",
    endpoint="providers",
    export="elder_care.export",
    actions=begin_button(Provider.enlist),
)
mount_register(bp, orders, at="/services", endpoint="services", export="elder_care.export", actions=_actions)


@bp.get("/services/<int:service_id>")
@requires("elder_care.members")
def service(service_id: int):
    """One order."""
    order = get_or_404(ServiceOrder.visible_to(current_user), service_id)
    return render(
        "elder_care/services/show.html",
        record=order,
        next=NextStep.of(order),
        steps=order.way,
        actions=order_steps.actions(order, current_user),
        facts=[
            ("老人", order.person.name),
            ("电话", order.person.phone_masked),
            ("住址", order.person.address_masked),
            ("所属", order.unit.name),
        ],
        about=[
            ("服务项目", order.title),
            ("约定日期", str(order.wanted_on)),
            ("具体要求", order.request),
            ("服务单位", order.provider.name if order.provider else ""),
            ("服务日期", str(order.done_on or "")),
            ("做了什么", order.result),
            ("怎样核实", CONFIRMED_BY.get(order.confirmed_by, "")),
            ("是否满意", {True: "满意", False: "不满意"}.get(order.satisfied, "")),
        ],
        events=timeline(order),
        crumbs=[("为老服务", url_for("elder_care.services")), (order.number, "")],
    )


@bp.get("/providers/<int:provider_id>")
@requires(SERVICE)
def provider(provider_id: int):
    """One provider, with its last orders."""
    found = get_or_404(Provider.visible_to(current_user), provider_id)
    rows = db.session.scalars(
        ServiceOrder.visible_to(current_user)
        .where(ServiceOrder.provider_id == found.id)
        .order_by(ServiceOrder.id.desc())
        .limit(20)
    )
    return render(
        "elder_care/services/provider.html",
        provider=found,
        orders=rows.unique().all(),
        today=clock.today(),
        may_end=takes_new(bp.name, found.unit) and found.valid_until is None,
        crumbs=[
            ("为老服务", url_for("elder_care.services")),
            ("服务单位", url_for("elder_care.providers")),
            (found.name, ""),
        ],
    )
