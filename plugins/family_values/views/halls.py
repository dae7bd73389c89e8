"""家风馆: the list, the page of one, its slots, closed days and guides; the roster of guides from Excel."""

from flask import url_for
from flask_login import current_user

from plugins.family_values.blueprint import bp
from plugins.family_values.forms.halls import ClosureForm, GuideForm, HallForm, SlotEndForm, SlotForm
from plugins.family_values.models import Hall
from plugins.family_values.papers import hall_papers
from plugins.family_values.registers import GUIDES, halls
from plugins.family_values.settings import rules_of
from portal import clock
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm, PlainForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

AT = "/halls/<int:hall_id>"
FIELDS = ("name", "address", "phone", "capacity", "groups", "about_visit")


def _today(hall: Hall, *row) -> dict:
    return {"valid_from": clock.today(), "on": clock.today(), "first": clock.today()}


mount_register(
    bp, halls, at="/halls", endpoint="halls", export="family_values.export", actions=begin_button(Hall.found)
)
mount_beginning(
    bp,
    Hall.found,
    Ask(
        HallForm,
        done="已设立，请接着登记开放时段。",
        start=lambda unit: {"name": f"{unit.short_name}家风馆", "groups": 1},
    ),
    at="/halls/new",
    show=lambda hall: url_for("family_values.show_hall", hall_id=hall.id),
    back="family_values.halls",
)
hall_steps = mount(
    bp,
    Hall,
    at=AT,
    show="family_values.show_hall",
    steps={
        Hall.add_slot: Ask(
            SlotForm, at="slots/new", done="已增加。", icon="plus", start=_today, main=lambda hall: not hall.slots
        ),
        Hall.end_slot: Ask(
            SlotEndForm,
            at="slots/<int:slot_id>/ending",
            done="已停用。",
            title=lambda hall, *slot: f"停用时段：{slot[0]}" if slot else "停用时段",
            row=among("slots"),
            start=_today,
            error_at="on",
        ),
        Hall.close: Ask(
            ClosureForm, at="closures/new", done="已登记闭馆。", icon="calendar", start=_today, error_at="first"
        ),
        Hall.open_again: Ask(
            PlainForm, at="closures/<int:closure_id>/withdrawal", done="已取消闭馆。", row=among("closures")
        ),
        Hall.appoint: Ask(GuideForm, at="guides/new", done="已登记。", icon="user", start=_today, error_at="name"),
        Hall.release: Ask(
            LastDayForm, at="guides/<int:guide_id>/ending", done="已登记离任。", row=among("guides"), start=_today
        ),
        Hall.change: Ask(
            HallForm,
            at="details",
            done="已修改。",
            icon="pencil",
            start=present(*FIELDS),
        ),
    },
)
mount_import(
    bp,
    GUIDES,
    at=AT,
    load=lambda hall_id: get_or_404(Hall.visible_to(current_user), hall_id),
    back="family_values.halls",
)


@bp.get(AT)
@requires("family_values.view")
def show_hall(hall_id: int):
    """One hall: what it is, its hours, closed days and guides, and the sheet for the wall."""
    hall = get_or_404(Hall.visible_to(current_user), hall_id)
    return render(
        "family_values/halls/hall.html",
        hall=hall,
        rules=rules_of(hall.unit),
        actions=hall_steps.actions(hall, current_user),
        may_manage=hall_steps.offers(Hall.change, hall, current_user),
        papers=hall_papers.offered(hall, current_user),
        today=clock.today(),
        crumbs=[("家风馆", url_for("family_values.halls")), (hall.name, "")],
    )
