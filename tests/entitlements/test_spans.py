"""期: which days a month, a quarter and a year have, and what they are called."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.entitlements.spans import Span

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "name"),
    [
        ("month", date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 31), "2026年1月"),
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("month", date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("quarter", date(2026, 1, 31), date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        ("quarter", date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度"),
        ("quarter", date(2026, 7, 1), date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        ("quarter", date(2026, 11, 15), date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("year", date(2026, 7, 15), date(2026, 1, 1), date(2026, 12, 31), "2026年度"),
    ],
)
def test_the_period_around_a_day(kind, day, first, last, name):
    span = Span.around(kind, day)
    assert (span.first, span.last, str(span)) == (first, last, name)


@given(st.sampled_from(["month", "quarter", "year"]), DAYS)
def test_each_day_lies_in_one_period_and_they_follow_without_a_gap(kind, day):
    span = Span.around(kind, day)
    assert span.first <= day <= span.last
    assert Span.around(kind, span.first) == Span.around(kind, span.last) == span
    assert Span.around(kind, span.last + timedelta(days=1)).first == span.last + timedelta(days=1)
    assert Span.before(kind, span.first, 1) == [Span.around(kind, span.first - timedelta(days=1)).first]


def test_the_periods_before_go_back_over_the_turn_of_the_year_the_latest_first():
    assert Span.before("month", date(2026, 2, 1), 3) == [date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)]
    assert Span.before("quarter", date(2026, 4, 1), 2) == [date(2026, 1, 1), date(2025, 10, 1)]
    assert Span.before("year", date(2026, 1, 1), 2) == [date(2025, 1, 1), date(2024, 1, 1)]
    assert Span.before("month", date(2026, 2, 1), 0) == []


@pytest.mark.parametrize(
    ("now", "over"), [((2026, 6, 30, 23, 59), False), ((2026, 7, 1, 0, 0), True), ((2026, 5, 1, 12, 0), False)]
)
def test_a_period_is_over_when_its_last_day_is(now, over):
    with clock.pretend(datetime(*now, tzinfo=clock.SHANGHAI)):
        assert Span.around("month", date(2026, 6, 15)).over is over
