"""The list as a workbook: exactly what is filtered, masked as on the page, signed with who took it and when."""

from collections.abc import Iterator
from io import BytesIO

import xlsxwriter
from flask import request, send_file
from flask_login import current_user

from portal import clock
from portal.audit import trail
from portal.cases import list_page
from portal.cases.blueprint import bp
from portal.cases.forms import FilterForm
from portal.database import records
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment

MOST = 10_000
BATCH = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("编号", 24),
    ("事项", 36),
    ("类型", 26),
    ("当事人", 30),
    ("网格", 24),
    ("状态", 10),
    ("登记时间", 17),
    ("办理时限", 12),
    ("经办人", 10),
)
A4 = 9
ONLY_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@bp.get("/export")
@requires("cases.export")
@records
def export():
    """The workbook; taking it stands in the audit trail. RuleError when it would be too long."""
    query, given = list_page.listing(current_user, FilterForm(request.args), "cases.export")
    ids = list(db.session.scalars(query.limit(MOST + 1), given))
    if len(ids) > MOST:
        raise RuleError(f"符合条件的超过 {MOST} 件，请先筛选，再分批导出。")
    trail.record("export", detail=f"事项 {len(ids)} 件；条件：{request.query_string.decode()[:150] or '无'}")
    db.session.commit()
    now = clock.local(clock.now())
    taken = (
        f"导出人：{current_user.name}（{current_unit()}）　时间：{now:%Y-%m-%d %H:%M}　共 {len(ids)} 件　仅限工作使用"
    )
    return send_file(
        workbook(taken, ids), mimetype=XLSX, as_attachment=True, download_name=f"事项{now:%Y%m%d-%H%M}.xlsx"
    )


def workbook(taken: str, ids: list[int]) -> BytesIO:
    """Who took it on the first line and below each printed page, then the headings, then a line a case."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, ONLY_TEXT) as book:
        sheet, bold = book.add_worksheet("事项"), book.add_format({"bold": True})
        _prepare_for_print(sheet, taken)
        sheet.write_string(0, 0, taken)
        for column, (label, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, label, bold)
        for line, row in enumerate(_rows(ids), start=2):
            sheet.write_row(line, 0, row)
    stream.seek(0)
    return stream


def _prepare_for_print(sheet, taken: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.freeze_panes(2, 0)
    sheet.set_footer(f"&L{taken}&R&P/&N")


def _rows(ids: list[int]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(ids), BATCH):
        for row in list_page.rows_for(ids[start : start + BATCH]):
            yield (
                row.number,
                row.title,
                row.kind,
                row.parties,
                row.grid,
                row.status,
                moment(row.created_at),
                day(row.due_at),
                row.handler,
            )
