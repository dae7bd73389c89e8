"""Workbooks as offices send them, and as nobody should."""

import io
import sys
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from wtforms import SelectField

from portal.errors import RuleError
from portal.records import sheets
from portal.records.imports import Import, plain
from portal.records.sheet_reader import written
from portal.records.sheets import read
from portal.web.forms import Form, Optional
from portal.web.forms.fields import Date


def workbook(rows: list[list], *, above: int = 0) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows, start=above):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def test_headings_are_found_below_a_title_and_rows_keep_their_numbers():
    sheet = read(workbook([["2026 年名册"], ["姓名", "电话"], ["张三", 13800001234], [], ["李四", ""]]))
    assert sheet.headings == ["姓名", "电话"]
    assert sheet.rows == [(3, ["张三", "13800001234"]), (5, ["李四", ""])]


def test_a_heading_that_is_empty_or_comes_twice_is_told_apart():
    assert read(workbook([["姓名", "", "姓名"], ["张三", "x", "y"]])).headings == ["姓名", "第 2 列", "姓名（3）"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800001234.0, "13800001234"),
        (1.5, "1.5"),
        (date(2026, 3, 8), "2026-03-08"),
        (datetime(2026, 3, 8), "2026-03-08"),  # noqa: DTZ001  as Excel has it
        (None, ""),
        ("  张 三 ", "张 三"),
    ],
)
def test_cells_become_what_a_person_would_have_typed(cell, text):
    assert written(cell) == text


@pytest.mark.parametrize("heading", ["姓 名", "姓名：", "姓名*", "姓名（必填）", "姓名(必填)"])
def test_one_heading_written_in_many_ways(heading):
    assert plain(heading) == "姓名"


def test_what_stands_in_a_cell_is_not_kept_when_it_was_compared_with_headings():
    cell = "王小甲" * 50
    held = sys.getrefcount(cell)
    assert plain(cell) == cell
    assert sys.getrefcount(cell) == held


def test_a_heading_of_nothing_but_brackets_is_read_at_once():
    assert plain("(" * 200_000) == "(" * 200_000


@pytest.mark.parametrize(
    "content", [b"", b"name", b"%PDF-1.7", b"PK\x03\x04" + b"0" * 50, b"\xd0\xcf\x11\xe0" + b"0" * 600]
)
def test_what_is_no_workbook_is_refused_in_words(content):
    with pytest.raises(RuleError, match="Excel"):
        read(content)


def cells(*places: str) -> bytes:
    """A small workbook with a one in each of these cells."""
    rows: dict[str, list[str]] = {}
    for place in places:
        rows.setdefault(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(f'<c r="{place}"><v>1</v></c>')
    data = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in rows.items())
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["姓名", "电话"]]))) as whole, zipfile.ZipFile(stream, "w") as made:
        for each in whole.infolist():
            content = whole.read(each)
            if each.filename == "xl/worksheets/sheet1.xml":
                start, end = content.index(b"<sheetData"), content.index(b"</sheetData>") + len(b"</sheetData>")
                content = content[:start] + f"<sheetData>{data}</sheetData>".encode() + content[end:]
            made.writestr(each.filename, content)
    return stream.getvalue()


@pytest.mark.parametrize("far", ["XFD1048576", "XFD60000", "ZZ3"])
def test_a_small_file_that_spans_more_cells_than_there_is_memory_is_refused(far):
    with pytest.raises(RuleError, match="Excel"):
        read(cells("A1", "B1", "A2", far))


def test_a_first_line_that_is_no_heading_is_told():
    with pytest.raises(RuleError, match="表头"):
        read(workbook([["王五", "13900005678"], ["赵六", "13900005679"]]))


def test_more_rows_than_anybody_checks_are_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 20)
    with pytest.raises(RuleError, match="最多导入 20 行"):
        read(workbook([["姓名", "电话"], *([["张三", "1"]] * 21)]))


class LampForm(Form):
    kind = SelectField("种类", choices={"led": "灯", "pole": "杆"})
    way = SelectField("方式", choices={"a": "甲", "b": "乙"}, default="b")


def test_a_choice_that_was_left_empty_is_the_default_or_is_asked_for_by_its_words(app):
    lamps = Import("test.lamps", "导入", LampForm, "cases.view", object, add=lambda *row: None)
    with app.test_request_context():
        assert lamps.checked({"kind": "灯"}) == ({"kind": "led", "way": "b"}, [])
        assert lamps.checked({}) == ({}, ["种类：请填写灯、杆之一。"])


def test_what_is_taken_out_of_cells_is_told():
    sheet = read(workbook([["姓名", "电话"], ["张\u202e三", "13800001234"], ["李\x07四\r\n", "x"]]))
    assert sheet.rows == [(2, ["张三", "13800001234"]), (3, ["李四", "x"])]
    assert sheet.removed == ["U+0007（响铃）", "U+202E（改变文字方向）"]


class DayForm(Form):
    on = Date("日期", [Optional()])


@pytest.mark.parametrize("cell", ["45724", 45724, "2025－03－08", "2025 年 3 月 8 日", "20250308", date(2025, 3, 8)])
def test_a_day_in_a_cell_is_read_in_every_way(app, cell):
    kind = Import("x.days", "导入", DayForm, "x.y", dict, dict)
    with app.test_request_context():
        assert kind.checked({"on": written(cell)}) == ({"on": date(2025, 3, 8)}, [])
        assert kind.checked({"on": "202503"})[1] == ["日期：日期写得不对：是 2025 年 3 月吗？请写成 2026-11-21 这样。"]
