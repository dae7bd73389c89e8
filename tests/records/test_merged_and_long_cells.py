"""Merged cells of any kind, long texts and many rows: a small file may ask for much, and is read in what it shows or refused in words."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import RuleError
from portal.records import sheet_reader, sheet_table, sheets
from portal.records.sheets import read
from tests.records import messy

FEW = [
    ["户主", "姓名", "电话"],
    ["王大山", "王小甲", "1"],
    ["", "王小乙", "2", "", "", "备用"],
    ["李大海", "李小丙", "3"],
]
RANGE = st.from_regex(r"[A-H][1-9]:([A-H]|XFD|ZZZZZ)([1-9]|1048576)", fullmatch=True)


@given(ranges=st.lists(RANGE, max_size=8), row=st.none() | st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_merged_cells_of_any_kind_are_read_or_refused_in_words(ranges, row):
    with suppress(RuleError):
        sheet = read(messy.merging(FEW, ranges), headed=row and (row, row))
        assert all(len(line) == len(sheet.headings) for _, line in sheet.rows)


@pytest.mark.parametrize("ranges", [["F1:G1"], ["D1:E1"], ["H9:ZZZZZ1048576"], ["B1:A1"]])
def test_cells_merged_where_nothing_stands_change_nothing(ranges):
    assert read(messy.merging(FEW, ranges)).headings == FEW[0]


def test_cells_merged_far_beyond_the_sheet_cover_what_is_there():
    title = ["花名册"]
    sheet = read(messy.merging([title, *FEW], ["A1:ZZZZZ1"]))
    assert (sheet.headings, [number for number, _ in sheet.rows]) == (FEW[0], [3, 4, 5])


def test_many_ranges_over_the_same_rows_cost_what_they_cover():
    rows = [["户主", "姓名"], ["王大山", "甲"], *[["", "乙"] for _ in range(4_000)]]
    overlapping = [((1, 0), (end, 0)) for end in range(4_000, 2_000, -1)]
    filled = 0

    class Counted(list):
        def __setitem__(self, *given):
            nonlocal filled
            filled += 1
            super().__setitem__(*given)

    found = sheet_table.table([Counted(line) for line in rows], overlapping, lambda cell: False)
    assert (filled, found.lines[2_000][1]) == (2_000, ["王大山", "乙"])


def test_more_merged_cells_than_anybody_makes_are_refused_in_words():
    ranges = [f"A{number}:B{number}" for number in range(2, sheet_reader.MOST_MERGED + 3)]
    with pytest.raises(RuleError, match="合并的单元格超过"):
        read(messy.merging(FEW, ranges))


@pytest.mark.parametrize("content", [messy.workbook, messy.text])
def test_one_long_text_in_thousands_of_cells_is_refused_in_words(content):
    rows = [["姓名", "备注"], *[["王小甲", "长" * 3_000] for _ in range(1_000)]]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sheets, "MOST_TEXT", 6_000 * 1_000)
        with pytest.raises(RuleError, match="文字太多"):
            read(content(rows))


def test_a_long_text_merged_over_many_rows_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(sheet_table, "MOST_TEXT", 1_000_000)
    rows = [["备注", "姓名"], ["长" * 3_000, "甲"], *[["", "乙"] for _ in range(200)]]
    with pytest.raises(RuleError, match="文字太多"):
        read(messy.merging(rows, ["A2:A202"]))


def test_no_more_of_an_answer_is_taken_than_a_limit(monkeypatch):
    monkeypatch.setattr(sheet_reader, "MOST_WRITTEN", 50)
    with pytest.raises(RuleError, match="Excel"):
        read(messy.workbook(FEW))


def test_a_text_of_more_rows_than_may_be_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    monkeypatch.setattr(sheets, "MOST_BESIDE", 0)
    with pytest.raises(RuleError, match="最多导入 3 行"):
        read(messy.text([["姓名", "电话"], *[["甲", "1"]] * 9]))


@pytest.mark.parametrize("content", [messy.workbook, messy.text])
def test_a_cell_far_below_everything_else_is_refused_in_words(content):
    rows = [*FEW, *[[""]] * sheet_reader.MOST_EMPTY]
    assert read(content(rows)).headings == FEW[0]
    with pytest.raises(RuleError, match="下面又有内容"):
        read(content([*rows, [""], ["王小丁"]]))
