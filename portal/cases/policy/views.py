"""时限表, what it would do to cases whose time runs already, and 放假安排."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.audit import trail
from portal.cases.blueprint import bp
from portal.cases.policy.forms import LimitForm
from portal.cases.policy.holidays import NoticeForm
from portal.cases.policy.models import LimitRow
from portal.cases.policy.running import Shifts
from portal.cases.tables.pages import TablePages
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.queue import enqueue
from portal.org.models import OrgUnit
from portal.records.forms import PlainForm
from portal.settings.sections import section_of
from portal.settings.views import MANAGE, unit_or_404
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render
from portal.workdays.models import WorkdaysDay, WorkdaysNotice, load_calendar

SHOWN = 100
limits = TablePages(
    bp,
    LimitRow,
    LimitForm,
    at="limits",
    about="没有写到的，按“办理时限和编号”里各级的时限。同一件事几条都适用的，写得最细的算；本单位定的先于上级的。正在办理的不变。",
    fields=(
        ("kind", "level"),
        ("source", "urgency", "risk"),
        ("accept_period", "period", "warn_percent"),
        ("closed",),
        ("reason", "valid_from"),
    ),
    order=lambda rule: (rule.line,),
    tools={"正在办理的按现行规定重算": "cases.running"},
)


@bp.get("/limits/running")
@requires(MANAGE)
def running() -> ResponseReturnValue:
    """How many cases whose time runs would be due earlier or later by the rules in force, and which."""
    unit = _unit()
    found = Shifts.of(unit, current_user)
    crumbs = [(LimitRow.TABLE, url_for("cases.limits", unit=unit.id)), ("正在办理的", "")]
    return render(
        "cases/running.html",
        form=PlainForm(),
        unit=unit,
        found=found,
        shown=found.shifts[:SHOWN],
        now=clock.now(),
        crumbs=crumbs,
    )


@bp.post("/limits/running")
@requires(MANAGE)
def move_running() -> ResponseReturnValue:
    """Have a job move them to the rules in force."""
    unit = _unit()
    if not PlainForm().validate():
        abort(400)
    key = f"cases.move_running:{unit.id}:{current_user.id}:{clock.now():%Y-%m-%dT%H:%M:%S}"
    enqueue("cases.move_running", key=key, unit=unit, args={"user_id": current_user.id})
    asked = "要求把正在办理的按现行时限规定重算。"
    trail.record("settings_change", subject=unit, unit=unit, actor=current_user, detail=asked)
    told = "马上在后台按现行规定重算，改了的每一件办理记录里都写着。是不是都改了，过一会儿再打开“正在办理的”看。"
    return saved(url_for("cases.limits", unit=unit.id), told)


@bp.get("/holidays")
@requires(MANAGE)
def holidays() -> ResponseReturnValue:
    """The years that are known, and the form for the next."""
    return _notices(
        NoticeForm(data={"year": max(load_calendar().known_years, default=clock.today().year) + 1}), _place()
    )


@bp.post("/holidays")
@requires(MANAGE)
def take_holidays() -> ResponseReturnValue:
    """Enter a year; what was reckoned without it is reckoned anew by a job."""
    unit, form = _place(), NoticeForm()
    if not form.validate():
        return _notices(form, unit, 422)
    try:
        rows = form.rows()
    except RuleError as error:
        form.days.errors = [*form.days.errors, str(error)]
        return _notices(form, unit, 422)
    notice = WorkdaysNotice(year=form.year.data, source=form.source.data, days=len(rows), actor_id=current_user.id)
    WorkdaysDay.replace_year(notice.year, rows)
    db.session.add(notice)
    db.session.flush()
    told = f"{notice.year} 年放假安排 {len(rows)} 天（{notice.source}）"
    trail.record("settings_change", subject=notice, unit=unit, actor=current_user, detail=told)
    enqueue("cases.reckon_tentative", key=f"cases.reckon_tentative:notice-{notice.id}")
    return saved(url_for("cases.holidays"), f"已录入{told}。暂定的时限马上重算。")


def _notices(form: NoticeForm, unit: OrgUnit, status: int = 200) -> ResponseReturnValue:
    last = {each.year: each for each in db.session.scalars(select(WorkdaysNotice).order_by(WorkdaysNotice.id))}
    days = db.session.scalars(select(WorkdaysDay).order_by(WorkdaysDay.day)).all()
    years = sorted({each.day.year for each in days}, reverse=True)
    known = [(year, last.get(year), [each for each in days if each.day.year == year]) for year in years]
    return render("cases/holidays.html", status=status, form=form, unit=unit, known=known, crumbs=[])


def _unit() -> OrgUnit:
    return unit_or_404(section_of("cases"), request.args.get("unit", type=int))


def _place() -> OrgUnit:
    """The days off are the same for all: a county or what stands above it enters them, not one street for the others."""
    unit = _unit()
    return unit if unit.kind != "township" else abort(403)
