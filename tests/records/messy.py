"""Sheets as offices send them: the same people, written in many ways."""

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SECTOR = 512


def workbook(
    rows: Rows,
    merged: Sequence[tuple[int, int, int, int]] = (),
    *,
    hidden: Sequence[int] = (),
    before: Sequence[tuple[str, bool]] = (),
    name: str = "花名册",
) -> bytes:
    """An .xlsx. merged: (row, column, last row, last column), from 0. hidden: columns, from 0. before: sheets in front (name, whether hidden), with one line."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        for title, away in before:
            other = book.add_worksheet(title)
            other.write_row(0, 0, ["说明"])
            if away:
                other.hide()
        sheet = book.add_worksheet(name)
        sheet.activate()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for top, left, bottom, right in merged:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
        for column in hidden:
            sheet.set_column(column, column, None, None, {"hidden": True})
    return stream.getvalue()


def merging(rows: Rows, ranges: Sequence[str]) -> bytes:
    """An .xlsx with merged `ranges` (A1:B2) that no program would write, such as those that lie over each other."""
    told = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(rows))) as plain,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as all_,
    ):
        for name in plain.namelist():
            part = plain.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"</sheetData>", f"</sheetData><mergeCells>{told}</mergeCells>".encode())
            all_.writestr(name, part)
    return stream.getvalue()


def text(rows: Rows, coding: str = "gbk", between: str = ",") -> bytes:
    """A table as text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=between).writerows(rows)
    return stream.getvalue().encode(coding)


def old_workbook(rows: Rows) -> bytes:
    """An .xls, or an .et as WPS writes it: BIFF8 in a compound file."""
    told = _biff(rows)
    told += bytes(max(0, 4096 - len(told)))  # shorter streams lie elsewhere in the file
    told += bytes(-len(told) % SECTOR)
    count = len(told) // SECTOR
    chain = [FAT, END, *range(3, count + 2), END]
    table = struct.pack("<128I", *(chain + [FREE] * (128 - len(chain))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *([FREE] * 108))
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(told)) + bytes(256)
    return head + table + entries + told


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    told = coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded), kind, 1, FREE, FREE, child)
    return told + bytes(36) + struct.pack("<IQ", start, size)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff(rows: Rows) -> bytes:
    width = max(map(len, rows))
    cells = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(value, int | float):
                cells += _record(0x0203, place + struct.pack("<d", value))
            elif value:
                cells += _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = _record(0x0809, begin[:2] + struct.pack("<H", 0x0010) + begin[4:]) + cells + _record(0x000A, b"")
    name = "花名册".encode("utf-16-le")

    def globals_with(start: int) -> bytes:
        bound = struct.pack("<IBBBB", start, 0, 0, len(name) // 2, 1) + name
        return (
            _record(0x0809, begin)
            + _record(0x0042, struct.pack("<H", 1200))
            + _record(0x0085, bound)
            + _record(0x000A, b"")
        )

    return globals_with(len(globals_with(0))) + sheet
