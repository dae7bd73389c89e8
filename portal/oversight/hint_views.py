"""异常访问提示: what stands out, and the rows that were counted."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from portal.oversight.asking import Days, DaysForm
from portal.oversight.hints import KINDS, hints
from portal.oversight.views import TITLE, bp, listed, shown
from portal.permissions import READ_TRAIL
from portal.web.forms.fields import parse_day
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

WORDS = "异常访问提示"


class HintsForm(DaysForm):
    """提示哪几天的."""

    SPAN, MOST = 7, 31


@bp.get("/hints")
@requires(READ_TRAIL)
def hint_list() -> ResponseReturnValue:
    """By day; nobody is compared with anybody."""
    form = HintsForm(request.args)
    if not form.validate():
        return render("oversight/hints.html", form=form, found=None, kinds=KINDS, status=422)
    return render("oversight/hints.html", form=form, found=hints(form.days), kinds=KINDS, crumbs=_crumbs(WORDS))


@bp.get("/hints/<kind>/<int:user_id>/<day>")
@requires(READ_TRAIL)
def hint(kind: str, user_id: int, day: str) -> ResponseReturnValue:
    """The rows that a hint counts."""
    on = parse_day(day)
    some = hints(Days(on, on)).hints if on else ()
    found = next((each for each in some if (each.kind, each.user.id, each.day) == (kind, user_id, on)), None)
    if found is None:
        abort(404)
    title = f"{found.user.name}　{KINDS[kind]}"
    crumbs = [*_crumbs(WORDS, url_for("oversight.hint_list")), (title, "")]
    return render("oversight/hint.html", hint=found, title=title, crumbs=crumbs, **shown(listed(found.ids)))


def _crumbs(title: str, url: str = "") -> list[tuple[str, str]]:
    return [(TITLE, url_for("oversight.index")), (title, url)]
