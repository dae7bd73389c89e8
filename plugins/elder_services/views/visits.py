"""探访对象: list, enlisting, roster from Excel, the page of each with the last visits."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select, select

from plugins.elder_services.blueprint import bp
from plugins.elder_services.forms import CorrectForm, EnrolForm
from plugins.elder_services.models import ServiceOrder, Visited
from plugins.elder_services.register import ROSTER, person_of, visited
from plugins.elder_services.views.providers import latest_orders
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.masking import mask_name
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

mount_beginning(
    bp,
    Visited.enrol,
    Ask(
        EnrolForm,
        done="已登记，到期没有探访的自动生成探访工单。",
        button="登记",
        args=lambda form, unit: {
            "person": person_of(unit, form.data),
            "ground": form.ground.data,
            "valid_from": form.valid_from.data,
        },
        start=lambda unit: {"unit_id": unit.id, "valid_from": clock.today()},
        error_at="id_number",
    ),
    at="/visited/new",
    show=lambda row: url_for("elder_services.show_visited", visited_id=row.id),
    back="elder_services.visited",
    place="unit_id",
)
steps = mount(
    bp,
    Visited,
    at="/visited/<int:visited_id>",
    show="elder_services.show_visited",
    prefix="visited_",
    steps={
        Visited.correct: Ask(
            CorrectForm,
            at="correction",
            done="已更正。",
            start=lambda row: {"ground": row.name, "valid_from": row.valid_from},
            error_at="valid_from",
        ),
        Visited.release: Ask(LastDayForm, at="ending", done="已停止。", start=today("on"), error_at="on"),
    },
)


def _places() -> Select:
    """Streets and communities for which the reader may enter a roster."""
    return select(OrgUnit).where(OrgUnit.reach(current_user, ROSTER.needs), OrgUnit.kind.in_(("township", "community")))


def _begin() -> list[Action]:
    """Enter one, or the roster of the unit one works in."""
    one, unit = begin_button(Visited.enrol)(), current_unit()
    if not one or unit is None or db.session.scalar(_places().where(OrgUnit.id == unit.id)) is None:
        return one
    return [Action("从 Excel 导入", url_for("elder_services.import_visited", unit_id=unit.id), "folder"), *one]


mount_register(bp, visited, at="/visited", endpoint="visited", export="elder_services.export", actions=_begin)
mount_import(
    bp,
    ROSTER,
    at="/units/<int:unit_id>",
    load=lambda unit_id: get_or_404(_places(), unit_id),
    back="elder_services.visited",
)


@bp.get("/visited/<int:visited_id>")
@requires("elder_services.view")
def show_visited(visited_id: int):
    """Whom one looks in on: why, since when, the last visits."""
    found = get_or_404(Visited.visible_to(current_user), visited_id)
    person = found.person
    return render(
        "elder_services/body.html",
        heading=f"探访对象：{mask_name(person.name)}",  # the title stays in the history of the browser
        about=[
            ("姓名", person.name),
            ("原因", found.ground),
            ("电话", person.phone_masked),
            ("住址", person.address_masked),
            ("所属", found.unit.name),
            ("开始", day(found.valid_from)),
            ("停止", day(found.valid_until)),
        ],
        actions=[] if found.valid_until else steps.actions(found, current_user),
        orders=latest_orders(ServiceOrder.person_id == found.person_id, ServiceOrder.kind == "visit"),
        crumbs=[("探访对象", url_for("elder_services.visited")), (mask_name(person.name), "")],
    )
