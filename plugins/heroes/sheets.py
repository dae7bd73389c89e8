"""Excel and CSV of a list: written once, as text where text is meant, with the reader's name as a mark."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from flask import send_file

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(name: str, headings: Sequence[str], lines: Iterable[Sequence], mark: str):
    """A workbook as a download; `mark` stands in its footer and says who took it and when."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name[:31])
    bold, money, day = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "#,##0.00"}),
        book.add_format({"num_format": "yyyy-mm-dd"}),
    )
    sheet.write_row(0, 0, headings, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, float):
                sheet.write_number(number, column, value, money)
            else:
                sheet.write(number, column, value)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 16)
    sheet.set_footer(f"&L{mark}&R第 &P 页")
    book.close()
    stream.seek(0)
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def comma_separated(name: str, headings: Sequence[str], lines: Iterable[Sequence], mark: str):
    """The same as CSV, with the byte order mark that Excel needs; no cell begins a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headings)
    writer.writerows([[_tame(value) for value in line] for line in lines])
    writer.writerow([mark])
    return send_file(
        io.BytesIO(stream.getvalue().encode("utf-8-sig")),
        mimetype="text/csv",
        as_attachment=True,
        download_name=f"{name}.csv",
    )


def _tame(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
