"""Pages of 收办统计: the tables, the cases behind each number, and the tables as a workbook."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.cases.models.states import STATES
from portal.cases.rollup.measures import LABELS
from portal.cases.tallies.form import SpanForm
from portal.cases.tallies.records import behind
from portal.cases.tallies.sheets import BY_UNIT, CONTENT, SAID, Sheet, Sheets, labels
from portal.cases.tallies.workload import workload
from portal.records.columns import Column
from portal.records.exports import hand_over
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import render

bp = Blueprint("tallies", __name__, url_prefix="/reports/figures", template_folder="../templates")
TITLE = "收办统计"
HOME = ("统计", "/reports")


@bp.get("")
@requires("cases.view")
def index() -> ResponseReturnValue:
    form = SpanForm(request.args)
    if not form.validate():
        return render("tallies/index.html", form=form, span=None, crumbs=[HOME, (TITLE, "")], status=422)
    span = form.asked()
    sheets, staff = Sheets(span), workload(span)
    return render(
        "tallies/index.html",
        form=form,
        span=span,
        strip=sheets.strip(),
        sheets=[*sheets.all(), *([staff] if staff else [])],
        may_export=current_user.can("cases.export", span.unit),
        crumbs=[HOME, (TITLE, "")],
    )


@bp.get("/records")
@requires("cases.view")
def records() -> ResponseReturnValue:
    """The cases behind a number: `?what=` one of LABELS, and the same questions as the page, narrowed to a `kind` or `source`."""
    form, what = SpanForm(request.args), request.args.get("what", "")
    if what not in LABELS or not form.validate():
        abort(404)
    span = form.asked()
    title = f"{span.unit}　{span.words}　{LABELS[what]}"
    return render(
        "records/behind.html",
        title=title,
        rows=behind(span, what, request.args),
        states=STATES,
        show="cases.show",
        ident="case_id",
        crumbs=[HOME, (TITLE, url_for("tallies.index", **span.arguments())), (title, "")],
    )


@bp.get("/export.<form>")
@requires("cases.export")
def export(form: str) -> ResponseReturnValue:
    """All tables below each other, in one sheet."""
    asked = SpanForm(request.args)
    if not asked.validate():
        abort(404)
    span = asked.asked()
    permitted(span.unit)
    headings = dict.fromkeys((*labels(BY_UNIT), *labels(SAID), CONTENT))
    columns = [
        Column("sheet", "统计表"),
        Column("label", "项目", main=True),
        *(Column(each, each, width=12) for each in headings),
    ]
    lines = [line for sheet in Sheets(span).all() for line in _lines(sheet, list(headings))]
    condition = f"{span.unit.name}，{span.words}" + (f"，截至 {span.as_of}" if span.as_of else "")
    return hand_over(TITLE, columns, lines, form=form, count=len(lines), condition=condition, unit=span.unit)


def _lines(sheet: Sheet, headings: list[str]) -> list[list]:
    """The rows of a table, each value under the heading that it has there."""
    found = []
    for line in [*sheet.lines, *([sheet.total] if sheet.total else [])]:
        values = dict(zip(sheet.columns, (cell.value for cell in line.cells), strict=True))
        found.append([sheet.title, line.label, *(values.get(each, "") for each in headings)])
    return found
