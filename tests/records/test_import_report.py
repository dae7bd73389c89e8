"""What the report of an import shows of the cells, and says of a row."""

import pytest

from portal.access.appointing import ROSTER
from portal.records.import_report import _shown, in_one
from portal.records.imports import mark


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("2026年11月30日", "2026年11月30日"),
        ("2026-11-30", "2026-11-30"),
        ("20261130", "20261130"),
        ("13847712345", "138********"),
    ],
)
def test_a_day_is_shown_whole_and_a_number_is_not(cell, shown):
    assert _shown(cell) == shown


def test_what_is_wrong_with_a_row_ends_as_one_sentence():
    assert in_one(["姓名：请填写。", "日期写得不对"]) == "姓名：请填写；日期写得不对。"


def test_an_empty_sheet_says_what_must_be_filled_and_is_read_again(app):
    with app.test_request_context():
        headings = {each.short_name: ROSTER.blank_heading(each) for each in ROSTER.fields()}
        read = ROSTER.matching([*headings.values()], {})
    assert (headings["name"], headings["last_day"]) == ("姓名（必填）", "任职结束日期")
    assert {name: read[mark(heading)] for name, heading in headings.items()} == {name: name for name in headings}
