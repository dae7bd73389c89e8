"""大屏: put up and withdrawn by the director; shown to whoever has the link."""

from flask import abort, current_app, request, url_for
from flask_login import current_user

from plugins.wall.blueprint import bp
from plugins.wall.forms import ScreenForm
from plugins.wall.models import MANAGE, Screen
from plugins.wall.register import screens
from plugins.wall.settings import rules_of
from portal import clock
from portal.extensions import limiter
from portal.home.hall import hall_figures, hall_lists
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.public_guards import PER_READER, public_unit
from portal.web.forms import Form
from portal.web.http.guards import public, requires
from portal.web.pages.rendering import get_or_404, render

mount_register(bp, screens, at="/screens", endpoint="index", actions=begin_button(Screen.put_up))
mount_beginning(
    bp,
    Screen.put_up,
    Ask(
        ScreenForm,
        done="已开通，请在大屏的浏览器里打开下面的链接。",
        args=("name",),
        error_at="name",
        fields=("unit_id", "name"),
    ),
    at="/screens/new",
    show=lambda screen: url_for("wall.show", screen_id=screen.id),
    back="wall.index",
    place="unit_id",
)
steps = mount(
    bp,
    Screen,
    at="/screens/<int:screen_id>",
    show="wall.show",
    steps={
        Screen.withdraw: Ask(
            Form,
            at="withdrawal",
            tone="danger",
            done="已撤下，链接打不开了。",
            explanation="撤下以后，这个链接再也打不开。链接给错了人的，撤下再开通一块。",
        )
    },
)


@bp.get("/screens/<int:screen_id>")
@requires(MANAGE)
def show(screen_id: int):
    """One screen, with its link."""
    screen = get_or_404(Screen.visible_to(current_user), screen_id)
    return render(
        "wall/show.html",
        screen=screen,
        root=current_app.extensions["portal_settings"].public_url.rstrip("/"),
        link=url_for("wall.public_screen", unit_id=screen.unit_id, secret=screen.secret) if screen.stands else "",
        actions=steps.actions(screen, current_user),
        crumbs=[("大屏", url_for("wall.index")), (screen.name, "")],
    )


@bp.get("/public/<int:unit_id>/screens/<secret>")
@limiter.limit(PER_READER)
@public
def public_screen(unit_id: int, secret: str):
    """What hangs in the hall: lists of what has to be done, then figures. With `?visitors=1` numbers only."""
    unit = public_unit(unit_id)
    screen = Screen.opened_by(unit, secret)
    if screen is None:
        abort(404)
    rules = rules_of(unit)
    visitors = request.args.get("visitors") == "1"
    return render(
        "wall/screen.html",
        block="shown",
        unit=unit,
        now=clock.now(),
        seconds=rules.seconds,
        visitors=visitors,
        here=url_for("wall.public_screen", unit_id=unit.id, secret=secret, **({"visitors": 1} if visitors else {})),
        other=url_for("wall.public_screen", unit_id=unit.id, secret=secret, **({} if visitors else {"visitors": 1})),
        lists=hall_lists(screen.put_up_by, unit, rules.lists),
        figures=hall_figures(unit),
    )
