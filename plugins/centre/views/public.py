"""For everybody, without account or script: where a centre is, when it is open, its windows, and which departments are present today."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from plugins.centre.blueprint import bp
from plugins.centre.models import DutyShift, ServiceCentre
from plugins.centre.settings import rules_of
from portal import clock
from portal.records.public_guards import opened, public_unit
from portal.web.pages.rendering import render
from portal.workdays.models import load_calendar


def today_at(unit_id: int) -> ResponseReturnValue:
    """The centre of a unit as it is today; 404 where there is none."""
    unit, today = public_unit(unit_id), clock.today()
    centre = ServiceCentre.of_unit(unit) or abort(404)
    works = load_calendar().is_workday(today)
    windows = [each for each in centre.windows if each.status == "open" and each.serves_on(today)]
    shifts = centre.shifts_in(today, today)
    return render(
        "centre/public/centre.html",
        centre=centre,
        today=today,
        works=works,
        windows=[(each, _there(each.id, shifts)) for each in windows],
        present=[each for each in centre.presences if each.present_on(today, workday=works)],
        on_call=[
            each
            for each in centre.presences
            if each.kind == "on_call" and each.status == "open" and each.serves_on(today)
        ],
        names=rules_of(unit).public_names == "yes",
        home_url=url_for("home.landing", unit_id=unit.id),
    )


def _there(window_id: int, shifts: list[DutyShift]) -> list[DutyShift]:
    return [each for each in shifts if each.window_id == window_id]


bp.add_url_rule(
    "/public/<int:unit_id>/today",
    "public_centre",
    opened(today_at, "centre_public_centre", today_at.__doc__),
    methods=["GET"],
)
