"""查看反映人电话: who reports is kept apart from what is handled; whoever answers for the report calls, with the purpose and a trace."""

from flask import abort, url_for
from flask_login import current_user

from plugins.public_reports.blueprint import bp
from plugins.public_reports.models import Report
from portal.accounts.models import User
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.people.calling import CallForm, call_page
from portal.records.people import Contact
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

CONTACT = "public_reports.contact"


def told_of(report: Report) -> str:
    """What is said of the reporter to whoever reads the report: nothing by which one is known."""
    if report.reporter_id is None:
        return "没有留姓名"
    return "留了联系方式" + ("，要电话答复" if report.wants_reply else "")


def may_call(report: Report, user: User) -> bool:
    """Whether there is somebody to call, and `user` may: not once everything is over."""
    return report.reporter_id is not None and not report.over and report.allows(user, CONTACT)


@bp.get("/reports/<int:report_id>/phone")
@requires(CONTACT)
def call(report_id: int):
    """What for; the number masked."""
    return _page(*_asked(report_id), CallForm())


@bp.post("/reports/<int:report_id>/phone")
@requires(CONTACT)
def show_phone(report_id: int):
    """The number in full, once, with the purpose on record."""
    report, who = _asked(report_id)
    form = CallForm()
    if not form.validate():
        return _page(report, who, form)
    detail = f"{report.number}，查看反映人电话：{form.purpose.data}"
    trail.record("reveal", subject=who, unit=report.unit, detail=detail)
    db.session.commit()
    return _page(*_asked(report_id), form, full=True)


def _asked(report_id: int) -> tuple[Report, Contact]:
    report = get_or_404(Report.visible_to(current_user), report_id)
    if not report.allows(current_user, CONTACT):
        raise NotAllowed("只有负责来件的工作人员可以查看反映人的电话。")
    if report.over:
        raise WrongState("这件已经办完，也过了评价和再反映的日期，不能再查看反映人的电话。")
    let_out(current_user)
    return report, report.reporter or abort(404)


def _page(report: Report, who: Contact, form: CallForm, *, full: bool = False):
    back = url_for("public_reports.show_report", report_id=report.id), "来件"
    numbers = [(who.name if full else who.name_masked, who.phone)] if who.phone else []
    return call_page(numbers, form, back, name=report.number, about=report.title, full=full)
