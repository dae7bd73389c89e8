"""值班表 of a week: as a page, and as a sheet for the wall."""

from collections import defaultdict
from datetime import date

from flask import render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.centre.blueprint import bp
from plugins.centre.choices import RUN, VIEW, WEEKDAYS
from plugins.centre.models import DutyShift, ServiceCentre
from portal import clock
from portal.audit import trail
from portal.database import begin_writing
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.errors import WrongState
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.calendar import Item, Span
from portal.web.pages.rendering import get_or_404, render
from portal.workdays.models import load_calendar

TONES = {"empty": "danger", "staffed": "ok"}


def _centre(centre_id: int) -> ServiceCentre:
    found = ServiceCentre.visible_to(current_user).options(
        joinedload(ServiceCentre.unit), selectinload(ServiceCentre.windows)
    )
    return get_or_404(found, centre_id)


def _span() -> Span:
    return Span.read(request.args.get("of") or clock.today().isoformat())


def _by_day(shifts: list[DutyShift]) -> dict[date, list[DutyShift]]:
    found = defaultdict(list)
    for each in shifts:
        found[each.on].append(each)
    return found


@bp.get("/centres/<int:centre_id>/week")
@requires(VIEW)
def week(centre_id: int):
    """Who is on duty, a week or a month."""
    centre, span = _centre(centre_id), _span()
    found = _by_day(centre.shifts_in(span.first, span.last))
    items = {
        on: [
            Item(_said(each), url_for("centre.show_shift", shift_id=each.id), TONES.get(each.status, ""))
            for each in there
        ]
        for on, there in found.items()
    }
    works = load_calendar().is_workday
    return render(
        "centre/week.html",
        name=f"{centre.title}值班表",
        span=span,
        weeks=span.weeks(items, {each: "不上班" for each in span.days if not works(each)}),
        at=lambda key: url_for("centre.week", centre_id=centre.id, of=key),
        this_week=Span.week(clock.today()).key,
        actions=_actions(centre, span),
        crumbs=[
            ("综治中心", url_for("centre.centres")),
            (centre.title, url_for("centre.show_centre", centre_id=centre.id)),
            ("值班表", ""),
        ],
    )


def _said(shift: DutyShift) -> str:
    return f"{shift.hours} {shift.window.serial} 号 {shift.window.title} {shift.name}（{shift.department}）{shift.status_name}"


def _actions(centre: ServiceCentre, span: Span) -> list[Action]:
    print_it = Action(
        "打印值班表", url_for("centre.print_week", centre_id=centre.id, of=span.first.isoformat()), "printer"
    )
    if centre.status != "open" or not current_user.can(RUN, centre) or not takes_new("centre", centre.unit):
        return [print_it]
    return [
        Action("安排值班", url_for("centre.arrange", centre_id=centre.id), "plus", main=True),
        Action("照排下一周", url_for("centre.centre_copy_week", centre_id=centre.id), "calendar"),
        Action("从 Excel 导入", url_for("centre.import_roster", centre_id=centre.id), "folder"),
        print_it,
    ]


@bp.get("/centres/<int:centre_id>/week.pdf")
@requires(VIEW)
def print_week(centre_id: int):
    """The week of that day, one sheet for the wall."""
    centre = _centre(centre_id)
    span = Span.week(_span().first)
    shifts = centre.shifts_in(span.first, span.last)
    if not shifts:
        raise WrongState(f"{span.title}没有排班，没有可以打印的。")
    sheet = Sheet(title=f"{centre.title}值班表", office=centre.unit.name)
    shown = {"sheet": sheet, "span": span, "centre": centre} | _table(centre, shifts)
    content = to_pdf(render_template("centre/documents/week.html", **shown), sheet.title)
    begin_writing()
    trail.record("centre.print_week", unit=centre.unit, detail=f"{centre.title} {span.title}")
    db.session.commit()
    return pdf(content, sheet.title)


def _table(centre: ServiceCentre, shifts: list[DutyShift]) -> dict:
    """A column for each day on which somebody is on duty, a row for each window."""
    days = sorted({each.on for each in shifts})
    mine = {each.id: [shift for shift in shifts if shift.window_id == each.id] for each in centre.windows}
    return {
        "days": [(each, WEEKDAYS[str(each.isoweekday())]) for each in days],
        "lines": [(each, _by_day(mine[each.id])) for each in centre.windows if mine[each.id]],
    }
