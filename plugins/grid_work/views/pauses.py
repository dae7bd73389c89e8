"""停访: the list, entering one, ending it before its time."""

from flask import url_for
from flask_login import current_user

from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import VIEW
from plugins.grid_work.forms import PauseForm
from plugins.grid_work.models import VisitPause
from plugins.grid_work.register import pauses
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST = "grid_work.pauses"

mount_register(bp, pauses, at="/pauses", endpoint="pauses", actions=begin_button(VisitPause.enter))
mount_beginning(
    bp,
    VisitPause.enter,
    Ask(
        PauseForm,
        done="已登记，这几天到期的顺延，不累加。",
        button="登记",
        start=today("valid_from"),
        explanation="放假、休假、病假没有人代访的登记；有人代访的不用登记。登记在村社区、街道的，下面的网格都停。",
        error_at="valid_from",
    ),
    at="/pauses/new",
    show=lambda pause: url_for("grid_work.pause", pause_id=pause.id),
    back=LIST,
    place="unit_id",
)
steps = mount(
    bp,
    VisitPause,
    at="/pauses/<int:pause_id>",
    show="grid_work.pause",
    prefix="pause_",
    steps={VisitPause.release: Ask(LastDayForm, at="ending", done="已登记。", start=today("on"), error_at="on")},
)


@bp.get("/pauses/<int:pause_id>")
@requires(VIEW)
def pause(pause_id: int):
    """One: in which grid, why, from when to when."""
    found = get_or_404(VisitPause.visible_to(current_user), pause_id)
    return render(
        "grid_work/pause.html",
        about=[
            ("网格", found.unit.name),
            ("原因", found.reason_name),
            ("第一天", day(found.valid_from)),
            ("最后一天", day(found.valid_until)),
        ],
        actions=steps.actions(found, current_user),
        crumbs=[("停访", url_for(LIST)), (found.unit.short_name, "")],
    )
