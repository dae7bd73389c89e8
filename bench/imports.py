"""Rosters from Excel and lists to Excel: how fast, in how much memory.

`python -m bench imports`, of ROWS (100000) to read and write, of which ENTERED (1000) are tried, entered and taken back.
"""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date

import xlsxwriter

from bench.locks import roster
from bench.measuring import report, timed
from bench.office import Office
from plugins.mediation.models import Committee
from portal.demo.names import NameBook
from portal.extensions import db
from portal.records import sheet_reader, text_reader
from portal.records.columns import Column
from portal.records.exports import write_csv, write_workbook
from portal.records.sheet_table import MOST_TEXT
from portal.records.sheets import MOST_ROWS, read

HEADINGS = ["序号", "姓名", "性别", "身份证号", "入住日期", "联系电话", "住址", "户主", "与户主关系", "备注"]

WATCH = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)"""


def measure(place: Office) -> None:
    """Read, write, enter, and print."""
    rows, few = int(os.environ.get("ROWS", "100000")), int(os.environ.get("ENTERED", "1000"))
    for name, content in (("xlsx", workbook(rows)), ("csv, GB 18030", text(rows))):
        wall, sheet = timed(lambda content=content: read(content))
        assert len(sheet.rows) == rows
        report(f"read {name}", rows=rows, megabytes=len(content) / (1 << 20), seconds=wall, **reader(name, content))
    columns = [Column(f"c{number}", heading) for number, heading in enumerate(HEADINGS)]
    for name, write in (("xlsx", write_workbook), ("csv", write_csv)):
        stream = io.BytesIO()
        wall, _ = timed(
            lambda write=write, stream=stream: write(stream, "花名册", columns, lines(rows), "导出人：王丽")
        )
        report(f"write {name}", rows=rows, megabytes=len(stream.getvalue()) / (1 << 20), seconds=wall)
    enter(place, few)


def reader(name: str, content: bytes) -> dict[str, float]:
    """Seconds of the processor and MB of the reader's process alone: a small process starts it, for the memory of who starts counts, too."""
    script = sheet_reader if name == "xlsx" else text_reader
    given = [str(script.__file__), str(MOST_ROWS), str(MOST_TEXT), *[""] * (name == "xlsx")]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, sys.executable, "-I", *given], input=content, capture_output=True, check=True
    )
    cpu, kilobytes = done.stdout.split()
    return {"reader_cpu": float(cpu), "reader_mb": int(kilobytes) / 1024}


def enter(place: Office, rows: int) -> None:
    """Tried, entered and taken back by the pages, and by jobs where they are many."""
    Committee.found(unit=place.cast.street, name="街道人民调解委员会", by=None)
    db.session.commit()
    client = place.app.test_client()
    client.be(place.cast["director"].id)
    for what, seconds in roster(client, place, rows).items():
        report(what, rows=rows, seconds=seconds, rows_a_second=rows / seconds)


def lines(rows: int) -> Iterator[list]:
    names = NameBook(3)
    known = [names.person().name for _ in range(500)]
    for number in range(rows):
        name, day = known[number % 500], date(2020 + number % 6, 1 + number % 12, 1 + number % 28)
        ident, phone = f"1522221{number:011}", f"138{number:08}"
        yield [number + 1, name, "男", ident, day, phone, f"泰兴社区{number % 40}号楼{number % 60}室", name, "本人", ""]


def workbook(rows: int) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, HEADINGS)
        for number, line in enumerate(lines(rows), start=1):
            sheet.write_row(number, 0, line[:4])
            sheet.write_datetime(number, 4, line[4], day)
            sheet.write_row(number, 5, line[5:])
    return stream.getvalue()


def text(rows: int) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADINGS, *lines(rows)])
    return stream.getvalue().encode("gb18030")
