"""Running numbers: how a pattern is read, what is wrong with one, and that a series has no gaps."""

import pytest

from portal.extensions import db
from portal.numbering import LONGEST, fault_in, next_number, take_number, written


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{year}-{number}", "2026-7"),
        ("{year}{number:05d}", "202600007"),
        ("{number:01d}/{year}", "7/2026"),
        ("{number:09d}", "000000007"),
        ("（{year}）{unit}调字第{number}号", "（2026）昭君调字第7号"),
        ("{unit:05d}", "000昭君"),
        ("{year.__class__}{number!r}{0}{}", "{year.__class__}{number!r}{0}{}"),  # nothing reaches into Python
        ("{number:00d}{number:5d}{number:010d}", "{number:00d}{number:5d}{number:010d}"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern, number):
    assert written(pattern, year=2026, unit="昭君", number=7) == number


def test_zeros_are_no_limit():
    assert written("{number:02d}", year=2026, unit="", number=12345) == "12345"


@pytest.mark.parametrize(
    "pattern", ["{year}{number}", "{unit}{year}-{number:05d}", "{year}{number:01d}", "一" * 50 + "{year}{number}"]
)
def test_patterns_that_number(pattern):
    assert fault_in(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("{jahr}{number}", "不认识“{jahr}”"),
        ("{year}{number:0d}", "不认识“{number:0d}”"),
        ("{year}{number:00d}", "不认识“{number:00d}”"),
        ("{}{year}{number}", "不认识“{}”"),
        ("{year}{number", "花括号没有成对"),
        ("year}{number}", "花括号没有成对"),
        ("{{year}}{number}", "花括号没有成对"),
        ("{year}", "必须有 {number}，"),
        ("{number}", "必须有 {year}，"),
        ("第一号", "必须有 {year}、{number}，"),
        ("{year}{number}{number}", "各只能用一次"),
        ("{year}{year:04d}{number}", "各只能用一次"),
        ("一" * 51 + "{year}{number}", f"可能超过 {LONGEST} 个字"),
        ("一" * 11 + "{unit}{year}{number}", f"可能超过 {LONGEST} 个字"),
    ],
)
def test_patterns_that_would_not(pattern, fault):
    assert fault in fault_in(pattern)


def test_the_longest_there_may_be():
    assert fault_in("一" * 10 + "{unit}{year}{number}") == ""  # 10 + 40 + 4 + 6


def test_other_places_may_be_needed():
    assert fault_in("{number}", needs=("number",)) == ""
    assert "必须有 {unit}" in fault_in("{year}{number}", needs=("unit",))


@pytest.mark.database
class TestSeries:
    """One for each unit, series and year."""

    def test_it_begins_with_one_and_leaves_none_out(self, cast):
        assert [next_number(cast.unit_ids["street"], "case", 2026) for _ in range(3)] == [1, 2, 3]

    def test_another_unit_series_or_year_counts_for_itself(self, cast):
        street, other = cast.unit_ids["street"], cast.unit_ids["other_street"]
        next_number(street, "case", 2026)
        assert [
            next_number(*each) for each in ((other, "case", 2026), (street, "deed", 2026), (street, "case", 2027))
        ] == [
            1,
            1,
            1,
        ]
        assert next_number(street, "case", 2026) == 2

    def test_what_is_undone_is_given_out_again(self, cast):
        street = cast.unit_ids["street"]
        next_number(street, "case", 2026)
        db.session.commit()
        next_number(street, "case", 2026)
        db.session.rollback()
        assert next_number(street, "case", 2026) == 2

    def test_it_is_written_with_the_short_name_of_the_unit(self, cast):
        cast.street.short_name = "昭君"
        assert take_number(cast.street, "case", "{unit}{year}-{number:03d}", 2026) == "昭君2026-001"
