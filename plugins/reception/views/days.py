"""值班和接待日: the list, one day with its visits, and how it is arranged."""

from flask import url_for
from flask_login import current_user

from plugins.reception.blueprint import bp
from plugins.reception.forms import ChangeDayForm, DayForm
from plugins.reception.models import ReceptionDay
from plugins.reception.papers import day_papers, visits_on
from plugins.reception.register import days
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "reception.days", "/days/<int:day_id>"

mount_register(
    bp, days, at="/days", endpoint="days", export="reception.export", actions=begin_button(ReceptionDay.arrange)
)
mount_beginning(
    bp,
    ReceptionDay.arrange,
    Ask(DayForm, done="已安排。", start=today("on"), error_at="on"),
    at="/days/new",
    show=lambda day: url_for("reception.show_day", day_id=day.id),
    back=LIST,
    place="unit_id",
)
steps = mount(
    bp,
    ReceptionDay,
    at=ONE,
    show="reception.show_day",
    steps={
        ReceptionDay.change: Ask(
            ChangeDayForm,
            at="correction",
            done="已修改。",
            button="保存",
            icon="pencil",
            start=present("name", "leader", "room"),
            edits=True,
            error_at="leader",
        ),
    },
)


@bp.get(ONE)
@requires("reception.view")
def show_day(day_id: int):
    """One day: who is on duty, who receives, and who came."""
    day = get_or_404(ReceptionDay.visible_to(current_user), day_id)
    return render(
        "reception/day.html",
        day=day,
        visits=visits_on(day),
        actions=steps.actions(day, current_user),
        papers=day_papers.offered(day, current_user),
        crumbs=[("值班", url_for(LIST)), (str(day.on), "")],
    )
