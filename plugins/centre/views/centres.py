"""综治中心: the list, and the page of one with its rooms, windows and departments."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, LEVELS, VIEW
from plugins.centre.forms.centres import AreaForm, CentreForm, EndForm, NewCentreForm, WatchForm
from plugins.centre.forms.duty import WeekForm
from plugins.centre.models import CentreWindow, DutyShift, Presence, SelfCheck, ServiceCentre
from plugins.centre.register import centres
from plugins.centre.settings import rules_of
from plugins.centre.sheets import CENTRES
from plugins.centre.views.facts import known
from portal import clock
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import ReasonForm
from portal.records.import_pages import begin_or_import, mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.settings import listed
from portal.web.http.guards import requires
from portal.web.pages.calendar import Span
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.centres", "centre.show_centre", "/centres/<int:centre_id>"
FIELDS = ("title", "address", "phone", "hours", "leader", "square_metres", "opened_on")
BESIDES = (  # what begins from a centre: the declaration, its endpoint, its icon
    (CentreWindow.set_up, "centre.set_up", "plus"),
    (Presence.settle_in, "centre.settle_in", "users"),
    (DutyShift.arrange, "centre.arrange", "calendar"),
    (SelfCheck.start, "centre.start", "shield-check"),
)

mount_register(
    bp,
    centres,
    at="/centres",
    endpoint="centres",
    export=EXPORT,
    actions=begin_or_import(ServiceCentre.found, bp, CENTRES),
)
mount_import(bp, CENTRES, at="/units/<int:unit_id>", back=LIST)
mount_beginning(
    bp,
    ServiceCentre.found,
    Ask(
        NewCentreForm,
        done="已登记，请增设窗口，登记入驻部门。",
        start=today("opened_on"),
        args=FIELDS,
        error_at="unit_id",
    ),
    at="/centres/new",
    show=lambda centre: url_for(SHOW, centre_id=centre.id),
    back=LIST,
    place="unit_id",
    kinds=LEVELS,
)


def offer_areas(form: AreaForm, centre: ServiceCentre) -> None:
    form.kind.choices = listed(rules_of(centre.unit).area_kinds)


def of_week(form: WeekForm, centre: ServiceCentre) -> dict:
    return {"monday": Span.week(form.monday.data).first}


steps = mount(
    bp,
    ServiceCentre,
    at=ONE,
    show=SHOW,
    prefix="centre_",
    steps={
        ServiceCentre.correct: Ask(
            CentreForm,
            at="correction",
            done="已修改。",
            button="保存",
            icon="pencil",
            start=present(*FIELDS),
            args=FIELDS,
            edits=True,
        ),
        ServiceCentre.add_area: Ask(AreaForm, at="areas/new", done="已增加。", icon="plus", prepare=offer_areas),
        ServiceCentre.remove_area: Ask(
            ReasonForm,
            at="areas/<int:area_id>/removal",
            done="已去掉。",
            title=lambda centre, area: f"去掉：{area.name}",
            row=among("areas"),
            tone="danger",
        ),
        ServiceCentre.copy_week: Ask(
            WeekForm,
            at="weeks/copy",
            done="已照排，请看一遍。",
            icon="calendar",
            shown=False,  # the page of the week offers it
            start=today("monday"),
            args=of_week,
            error_at="monday",
            explanation="一班一班照排到下一周；不上班的日子、停用的窗口、已经排了别处的人不排，办理记录写明有几班没有排。",
            to=lambda centre: url_for("centre.week", centre_id=centre.id),
        ),
        ServiceCentre.watch: Ask(
            WatchForm,
            at="watch",
            done="已启用，到期自动停用。",
            icon="circle-check",
            start=today("first"),
            explanation="只登记窗口这一班有没有人，不记位置、轨迹、时长，不统计到个人，不排名。默认停用。",
        ),
        ServiceCentre.unwatch: Ask(ReasonForm, at="unwatch", done="已停用。", icon="x"),
        ServiceCentre.close: Ask(
            EndForm,
            at="closing",
            done="已登记停办。",
            icon="ban",
            tone="danger",
            start=today("on"),
            explanation="窗口、入驻部门一起停用，停办以后的值班取消。",
        ),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_centre(centre_id: int):
    """One centre: rooms, windows, who is present, and where the roster is."""
    centre = get_or_404(
        ServiceCentre.visible_to(current_user).options(
            joinedload(ServiceCentre.unit),
            selectinload(ServiceCentre.areas),
            selectinload(ServiceCentre.windows),
            selectinload(ServiceCentre.presences),
        ),
        centre_id,
    )
    shown = steps.shown(centre, ("综治中心", LIST))
    if centre.status == "open" and steps.takes_new(centre):
        shown["actions"] = [*_beginnings(centre), *shown["actions"]]
    shown["actions"].insert(0, Action("值班表", url_for("centre.week", centre_id=centre.id), "calendar"))
    until = centre.watched_until if centre.watched_until and centre.watched_until >= clock.today() else None
    other = centre.beside if centre.status == "open" else None
    return render(
        "centre/show.html",
        **shown,
        may_remove=steps.offers(ServiceCentre.remove_area, centre, current_user),
        public_url=url_for("centre.public_centre", unit_id=centre.unit_id),
        facts=known(
            ("单位", centre.unit.name),
            ("这个单位另有", f"{other.title}（{other.number}），请停办其中一个" if other else ""),
            ("地址", centre.address),
            ("电话", centre.phone),
            ("开放时间", centre.hours),
            ("负责人", centre.leader),
            ("建筑面积", f"{centre.square_metres} 平方米"),
            ("启用", day(centre.opened_on)),
            ("停办", day(centre.closed_on)),
            (
                "到岗登记",
                f"{day(centre.watched_from)} 至 {day(until)}，{centre.watched_approver}批准" if until else "没有启用",
            ),
        ),
    )


def _beginnings(centre: ServiceCentre) -> list[Action]:
    return [
        Action(begun.label, url_for(endpoint, centre_id=centre.id), icon)
        for begun, endpoint, icon in BESIDES
        if current_user.can(begun.needs, centre)
    ]
