"""探访对象: list, enlisting, roster from Excel, the page of each with the last visits."""

from flask import url_for
from flask_login import current_user

from plugins.elder_services.blueprint import bp
from plugins.elder_services.forms import CorrectForm, EnrolForm
from plugins.elder_services.models import ServiceOrder, Visited
from plugins.elder_services.register import ROSTER, visited
from plugins.elder_services.views.providers import latest_orders
from portal import clock
from portal.people.finding import resident_of
from portal.people.masking import mask_name
from portal.people.whole import contact_facts
from portal.records.beginning import mount_beginning
from portal.records.forms import LastDayForm, ReasonForm
from portal.records.import_pages import begin_or_import, mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

HAVE_ROSTERS = ("township", "community")

mount_beginning(
    bp,
    Visited.enrol,
    Ask(
        EnrolForm,
        done="已登记，到期没有探访的自动生成探访工单。",
        button="登记",
        args=lambda form, unit: {
            "person": resident_of(unit, form.data),
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
        Visited.void: Ask(
            ReasonForm,
            at="voiding",
            done="已作废。",
            tone="danger",
            explanation="登记错了人的作废；搬走、去世的办停止探访。",
        ),
    },
)


mount_import(bp, ROSTER, at="/units/<int:unit_id>", back="elder_services.visited", kinds=HAVE_ROSTERS)
mount_register(
    bp,
    visited,
    at="/visited",
    endpoint="visited",
    export="elder_services.export",
    actions=begin_or_import(Visited.enrol, bp, ROSTER, HAVE_ROSTERS),
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
            *contact_facts(found, current_user),
            ("所属", found.unit.name),
            ("开始", day(found.valid_from)),
            ("停止", "已作废" if found.voided else day(found.valid_until)),
        ],
        actions=[] if found.valid_until else steps.actions(found, current_user),
        history=found.history.splitlines(),
        orders=latest_orders(ServiceOrder.person_id == found.person_id, ServiceOrder.kind == "visit"),
        crumbs=[("探访对象", url_for("elder_services.visited")), (mask_name(person.name), "")],
    )
