"""减负自检: the page, and the sheet to print."""

from flask import render_template, url_for

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.self_check import lines
from plugins.duty_lists.settings import rules_of
from portal import clock
from portal.audit import trail
from portal.database import begin_writing
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.papers import pdf
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import render

BASIS = "国办函〔2026〕12号"


def _shown() -> dict:
    unit = permitted(current_unit())
    rules = rules_of(unit)
    return {
        "unit": unit,
        "lines": lines(),
        "today": clock.today(),
        "basis": BASIS,
        "filed": [
            ("立项文号", rules.project_number),
            ("备案号", rules.filing_number),
            ("投诉建议入口", rules.complaints),
        ],
    }


@bp.get("/self-check")
@requires("duty_lists.view")
def self_check():
    """What is switched on here."""
    return render(
        "duty_lists/self_check.html", **_shown(), crumbs=[("下派任务", url_for("duty_lists.tasks")), ("减负自检", "")]
    )


@bp.get("/self-check.pdf")
@requires("duty_lists.view")
def print_self_check():
    """One sheet, for whoever inspects."""
    shown = _shown()
    sheet = Sheet(title="减负自检表", office=shown["unit"].name)
    content = to_pdf(render_template("duty_lists/documents/self_check.html", sheet=sheet, **shown), sheet.title)
    begin_writing()
    trail.record("duty_lists.self_check", unit=shown["unit"], detail=sheet.title)
    db.session.commit()
    return pdf(content, sheet.title)
