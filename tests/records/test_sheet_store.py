"""A sheet as it is stored: its rows come back as they were, a part at a time."""

import json

import pytest

from portal.records import sheet_store
from portal.records.sheet_store import TOGETHER, coded, pack, unpack
from portal.records.sheets import Sheet

ROWS = [(number, [f"云桂{number}", "", "额尔登"]) for number in range(2, 3 * TOGETHER)]


@pytest.mark.parametrize("many", [0, 1, TOGETHER, TOGETHER + 1, len(ROWS)])
def test_rows_come_back_as_they_were(many):
    stored = unpack(pack(Sheet(["姓名", "电话", "住址"], ROWS[:many]))).rows
    assert (list(stored), len(stored), stored[1:3]) == (ROWS[:many], many, ROWS[:many][1:3])


def test_a_row_is_found_by_its_place():
    stored = unpack(pack(Sheet(["姓名"], ROWS))).rows
    assert [stored[each] for each in (0, TOGETHER, -1)] == [ROWS[each] for each in (0, TOGETHER, -1)]
    with pytest.raises(IndexError):
        stored[len(ROWS)]


def test_of_many_rows_only_the_parts_that_are_asked_for_are_read(monkeypatch):
    stored, read, decoded = unpack(pack(Sheet(["姓名"], ROWS))), [], sheet_store.decoded
    monkeypatch.setattr(sheet_store, "decoded", lambda part: read.append(1) or decoded(part))
    assert (stored.rows[TOGETHER + 1], stored.rows[TOGETHER + 2], read) == (ROWS[TOGETHER + 1], ROWS[TOGETHER + 2], [1])


def test_a_sheet_that_an_earlier_version_stored_is_read():
    held = {"headings": ["姓名"], "rows": [[2, ["王建国"]]], "pictures": {}, "faults": {}, "all": [], "headed": [1, 1]}
    assert unpack(coded(json.dumps(held).encode())) == Sheet(["姓名"], [(2, ["王建国"])])
