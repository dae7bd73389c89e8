"""入驻部门: the list, and one with the calls it had."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, RUN, VIEW
from plugins.centre.forms.centres import EndForm, PresenceForm
from plugins.centre.models import DepartmentCall, Presence, ServiceCentre, departments_near
from plugins.centre.register import presences
from plugins.centre.views.facts import known
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.presences", "centre.show_presence", "/presences/<int:presence_id>"
NO_WINDOW = {0: "不固定窗口"}

mount_register(bp, presences, at="/presences", endpoint="presences", export=EXPORT)


def offer(form: PresenceForm, of: ServiceCentre | Presence) -> None:
    """The windows of the centre, and the departments of the district while one types."""
    centre = of if isinstance(of, ServiceCentre) else of.centre
    form.window_id.choices = NO_WINDOW | {each.id: each.label for each in centre.windows if each.status == "open"}
    form.title.suggestions = sorted({each.name for each in departments_near(centre.unit)})


def stands(presence: Presence) -> dict:
    names = ("title", "kind", "dates", "contact", "phone", "valid_from", "valid_until")
    given = {name: getattr(presence, name) for name in names}
    return given | {"window_id": presence.window_id or 0, "weekdays": list(presence.weekdays)}


mount_beginning(
    bp,
    Presence.settle_in,
    Ask(PresenceForm, done="已登记。", start=today("valid_from"), prepare=offer, error_at="title"),
    at="/centres/<int:centre_id>/presences/new",
    of=ServiceCentre,
    show=lambda presence: url_for(SHOW, presence_id=presence.id),
    back=lambda centre: url_for("centre.show_centre", centre_id=centre.id),
)
steps = mount(
    bp,
    Presence,
    at=ONE,
    show=SHOW,
    prefix="presence_",
    steps={
        Presence.correct: Ask(
            PresenceForm,
            at="correction",
            done="已修改。",
            button="保存",
            icon="pencil",
            start=stands,
            prepare=offer,
            edits=True,
            error_at="title",
        ),
        Presence.end: Ask(EndForm, at="leaving", done="已登记。", icon="x", tone="danger", start=today("on")),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_presence(presence_id: int):
    """One department: on which days it is there, and how it came when it was called."""
    presence = get_or_404(
        Presence.visible_to(current_user).options(
            joinedload(Presence.centre),
            joinedload(Presence.window),
            joinedload(Presence.unit),
            selectinload(Presence.calls),
        ),
        presence_id,
    )
    shown = steps.shown(presence, ("入驻部门", LIST))
    may_call = presence.status == "open" and current_user.can(RUN, presence) and steps.takes_new(presence)
    if may_call and not any(each.open for each in presence.calls):
        url = url_for("centre.call", presence_id=presence.id)
        shown["actions"].insert(0, Action(DepartmentCall.call.label, url, "phone", main=presence.kind == "on_call"))
    return render(
        "centre/presence.html",
        **shown,
        calls=presence.calls[::-1],
        facts=known(
            ("中心", presence.centre.title),
            ("怎么入驻", presence.kind_name),
            ("哪几天", presence.days),
            ("窗口", presence.window.label if presence.window else ""),
            ("联系人", presence.contact),
            ("联系电话", presence.phone),
            ("从", day(presence.valid_from)),
            ("到", day(presence.valid_until)),
        ),
    )
