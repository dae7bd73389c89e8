"""A roster of residents from Excel, households of three with their houses: reading, trying and entering it, beside openpyxl reading the same file, where that is
installed: the portal does not need it.

`python -m bench roster`, of ROWS (3000). Seconds of the processor, for a busy machine lets everybody wait.
"""

import gc
import io
import os
import resource
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from time import process_time

import xlsxwriter

from bench.imports import reader
from bench.measuring import report
from bench.office import Office
from plugins.population.roster import ROSTER
from portal.demo.names import NameBook
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.id_number import check_character
from portal.records.dry_run import DryRun
from portal.records.import_batch import ImportBatch
from portal.records.import_work import signed_in
from portal.records.sheets import read
from portal.testing.lock_times import longest, watched

HEADINGS = [
    "姓名",
    "身份证号",
    "电话",
    "住址",
    "和户主的关系",
    "户号",
    "小区",
    "楼栋",
    "单元",
    "房号",
    "从哪天起",
    "人员类别",
]
RELATIONS = ("户主", "配偶", "子")


def measure(place: Office) -> None:
    """Each by itself, and what it is in times of openpyxl."""
    rows, unit = int(os.environ.get("ROWS", "3000")), place.cast.taixing.id
    content = workbook(rows)
    with signed_in(place.cast.clerk.id) as by:
        sheet = read(content, known=ROSTER.knows())
        mapping = ROSTER.matching(sheet.headings, {}, sheet)
        run = DryRun(ROSTER, sheet, mapping, lambda: db.session.get_one(OrgUnit, unit), by)
        gc.collect()
        gc.freeze()  # as the server does (portal/serve.py)
        report("roster: read by the portal", rows=rows, **reader("xlsx", content))
        by_openpyxl = _spent(lambda: openpyxl_reads(content)) if find_spec("openpyxl") else 0.0
        report("roster: read by openpyxl", rows=rows, cpu_ms_a_row=by_openpyxl / rows * 1000)  # 0: it is not there
        with watched() as holds:
            tried = _spent(run.run)
        _said("tried", rows, tried, by_openpyxl, holds)
        assert not run.wrong, list(run.wrong.items())[:3]
        owner = db.session.get_one(OrgUnit, unit)
        batch = ImportBatch.take_in(ROSTER, sheet, mapping, {}, owner=owner, name="名册.xlsx", by=by)
        db.session.commit()
        with watched() as holds:
            entered = _spent(lambda: batch.enter(ROSTER, lambda: db.session.get_one(OrgUnit, unit), by=by))
        db.session.commit()
        assert batch.entered == rows
        _said("entered", rows, entered, by_openpyxl, holds)


def _said(what: str, rows: int, cpu: float, by_openpyxl: float, holds: list) -> None:
    work = longest(holds)[0][0].work * 1000 if holds else None
    report(
        f"roster: {what}",
        rows=rows,
        cpu_ms_a_row=cpu / rows * 1000,
        times_openpyxl=cpu / by_openpyxl if by_openpyxl else None,
        longest_hold_ms=work,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _spent(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def openpyxl_reads(content: bytes) -> int:
    """How the file would be read by a program that does nothing with it."""
    sheet = import_module("openpyxl").load_workbook(io.BytesIO(content), read_only=True).active
    return sum(1 for _ in sheet.iter_rows(values_only=True))


def lines(rows: int) -> Iterator[list[str]]:
    book = NameBook(3)
    names = [book.person().name for _ in range(500)]
    for number in range(rows):
        home, day = number // 3, number // 70
        body = f"152822{1940 + number % 70}{1 + day % 12:02}{1 + day // 12 % 28:02}{day // 336:03}"
        house = ["万豪花园", f"{home // 300}号楼", str(home % 3 + 1), str(100 + home % 300)]
        kind = "流动人口" if number % 10 == 0 else ""
        known = [
            names[number * 7 % 500],
            body + check_character(body),
            f"138{number:08}",
            f"泰兴社区{home % 40}号楼{home}室",
        ]
        yield [*known, RELATIONS[number % 3], f"1528{home:06}", *house, "2024-03-01", kind]


def workbook(rows: int) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([HEADINGS, *lines(rows)]):
            sheet.write_row(number, 0, line)
    return stream.getvalue()
