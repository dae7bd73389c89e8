"""Exports of lists as Excel or CSV, written row by row.

Text stays text: no cell becomes a formula or link. Dates are dates, amounts numbers. The first line and the footer of each
printed page say who exported it and when. The export is recorded in the audit trail with filters and number of rows, without
document numbers of residents. The file is written before the audit entry, so that it does not hold the writers' lock.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import IO, Any

from flask import abort, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import begin_writing
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.records import export_purpose, watermark
from portal.records.columns import WIDTHS, Column

__all__ = ["hand_over", "BATCH"]

MOST = 20_000
BATCH = 100  # rows read at a time while a file is written; of more at once PostgreSQL reads whole tables
PICTURE_HEIGHT = 60  # points, of a row with one
A4, LONGEST_CELL, LONGEST_FOOTER = 9, 32_767, 250
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"xlsx": "Excel", "csv": "CSV"}


def check_length(count: int, counter: str, most: int | None = None) -> None:
    """Raises RuleError for more rows than may be exported at once."""
    most = MOST if most is None else most
    if count > most:
        raise RuleError(f"符合条件的超过 {most} {counter}，请先筛选，再分批导出。")


def hand_over(
    name: str,
    columns: Sequence[Column],
    lines: Iterable[Sequence],
    *,
    form: str,
    count: int,
    counter: str = "行",
    condition: str = "",
    subject: object = None,
    unit: OrgUnit | None = None,
    pictures: Mapping[int, bytes] = MappingProxyType({}),
    headed: bool = True,
    purpose: str | None = None,
    whole: bool = False,
    back: str = "",
    most: int | None = None,
    left_out: int = 0,
    then: Callable[[], None] | None = None,
) -> ResponseReturnValue:
    """The list `name` as a download in `form` (xlsx, csv; 404 for any other), and its entry in the audit trail; or the page that asks what it is for.

    lines: of plain values in the order of `columns`, read while the file is written. condition: what was filtered.
    subject, unit: of the entry, by default those of the reader. pictures: place of a line → the picture to lie behind it, in a workbook.
    count: how many lines there are, of what is called `counter`. headed: whether a line above the headings says who took it; not where another
    system reads the file. purpose: what it is for, where that was asked or is certain; None where the address says it, which is asked for from as many lines on as `unit` has it, and always
    where `whole` names or numbers of persons are in it. back: where whoever does not want to say it goes. left_out: lines that are not there, since the data of somebody in them is restricted. then: what else happens
    with the entry, in the same transaction; where it raises, nobody gets the file. most: lines, where it is not as many as of any list. Raises RuleError when
    there are too many lines.
    """
    write = WRITERS.get(form) or abort(404)
    let_out(current_user)
    check_length(count, counter, most)
    if purpose is None:
        purpose, asking = export_purpose.of_the_address(name, count, counter, unit=unit, always=whole, back=back)
        if asking is not None:
            return asking
    now = clock.local(clock.now())
    taken = f"导出人：{current_user.name}（{current_user.username}，{current_unit()}）　时间：{now:%Y-%m-%d %H:%M}　共 {count} {counter}　仅限工作使用"
    mark = watermark.drawn(watermark.taken_by(now)) if form == "xlsx" and headed and count else b""
    taken += f"　用途：{purpose}" if purpose else ""
    taken += f"　另有 {left_out} {counter}涉及限制处理的个人信息，没有导出" if left_out else ""
    stream = tempfile.TemporaryFile()  # noqa: SIM115  closed by the answer
    mimetype = write(stream, name, columns, lines, taken if headed else "", pictures, mark)
    begin_writing()
    if then:
        then()
    detail = f"{name} {form}，{count} {counter}" + (f"；条件：{condition}" if condition else "")
    detail += f"；用途：{purpose}" if purpose else ""
    detail += f"；限制处理，没有导出 {left_out} {counter}" if left_out else ""
    trail.record("export", subject=subject, unit=unit, detail=detail)
    db.session.commit()
    stream.seek(0)
    return send_file(
        stream, mimetype=mimetype, as_attachment=True, download_name=f"{name}{now:%Y%m%d-%H%M}.{form}", max_age=0
    )


def write_workbook(
    stream: IO[bytes],
    name: str,
    columns: Sequence[Column],
    lines: Iterable[Sequence],
    taken: str,
    pictures: Mapping[int, bytes] = MappingProxyType({}),
    mark: bytes = b"",
) -> str:
    """An Excel workbook of one sheet: who took it, the headings, a row a line, behind them the picture `mark`. Answers its type.

    A row is on disk as soon as the next begins, so that memory does not grow with the list.
    """
    import xlsxwriter  # 5 MB that most processes never need

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True})
        formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            float: book.add_format({"num_format": "#,##0.00"}),
        }
        _prepare_for_print(sheet, columns, taken)
        if mark:
            sheet.set_background(io.BytesIO(mark))
            sheet.set_header("&C&G", {"image_center": "mark.png", "image_data_center": io.BytesIO(mark)})
        top = 1 if taken else 0
        if taken:
            sheet.write_string(0, 0, taken)
        for place, column in enumerate(columns):
            sheet.write_string(top, place, column.heading, bold)
        for number, line in enumerate(lines, start=top + 1):
            if picture := pictures.get(number - top - 1):
                sheet.set_row(number, PICTURE_HEIGHT)
                about = {"image_data": io.BytesIO(picture), "x_scale": 0.15, "y_scale": 0.15, "object_position": 1}
                sheet.insert_image(number, len(columns), "photo.jpg", about)
            for place, value in enumerate(line):
                _write_cell(sheet, number, place, value, formats)
    return XLSX


def _prepare_for_print(sheet: Any, columns: Sequence[Column], taken: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    top = 1 if taken else 0
    sheet.repeat_rows(top)
    sheet.freeze_panes(top + 1, 0)
    sheet.set_footer(f"&L{taken.replace('&', '&&')[: LONGEST_FOOTER - 12]}&R&P/&N")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width or WIDTHS.get(column.kind, 32 if column.main else 16))


def _write_cell(sheet: Any, row: int, place: int, value: Any, formats: dict) -> None:
    if isinstance(value, datetime | date):
        sheet.write_datetime(row, place, value, formats[type(value)])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, place, value, formats.get(type(value)))
    elif value != "" and value is not None:
        sheet.write_string(row, place, str(value)[:LONGEST_CELL])


def write_csv(
    stream: IO[bytes],
    name: str,
    columns: Sequence[Column],
    lines: Iterable[Sequence],
    taken: str,
    pictures: Mapping[int, bytes] = MappingProxyType({}),
    mark: bytes = b"",
) -> str:
    """The same as comma-separated text, with the byte order mark that Excel needs. Answers its type."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    if taken:
        writer.writerow([tame(taken)])
    writer.writerow([column.heading for column in columns])
    writer.writerows([tame(value) for value in line] for line in lines)
    text.flush()
    text.detach()
    return "text/csv"


def tame(value: Any) -> Any:
    """A value for CSV, escaped so that spreadsheets do not read it as a formula (half or full width)."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


WRITERS: dict[str, Callable[..., str]] = {"xlsx": write_workbook, "csv": write_csv}
