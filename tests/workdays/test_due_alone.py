"""Our deadlines against a calculation that shares nothing with ours: a plain walk over the days of ten years."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.workdays.calendar import Calendar, seed_rows

YEARS = range(2017, 2027)
FIRST, LAST = date(2017, 1, 1), date(2026, 12, 31)
CALENDAR = Calendar({row.day: row.is_workday for row in seed_rows(YEARS)})
EVERY_DAY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
OPEN = {day for day in EVERY_DAY if chinese_calendar.is_workday(day)}  # as the library itself answers, day by day
EIGHT_HOURS = timedelta(hours=8)


def walked(start: datetime, amount: int, unit: str, rolls_over: bool) -> datetime:
    """The end of the day on which it is due: by stepping, in the office's time kept as UTC plus eight hours."""
    if unit == "hour":
        for _ in range(amount):
            start += timedelta(hours=1)
        return start
    day = (start + EIGHT_HOURS).date()
    left = amount
    while left:
        day += timedelta(days=1)
        left -= 1 if unit == "calendar" or day in OPEN else 0
    while rolls_over and unit == "calendar" and day not in OPEN:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC) - EIGHT_HOURS


@pytest.mark.parametrize(
    ("unit", "rolls_over", "amounts"),
    [("workday", False, (1, 3, 7, 15)), ("calendar", False, (1, 15, 60)), ("calendar", True, (3, 30))],
)
def test_every_day_of_ten_years(unit, rolls_over, amounts):
    wrong = [
        (day, amount)
        for day in EVERY_DAY[:-120]
        for amount in amounts
        for start in [datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC)]
        if CALENDAR.due_at(start, amount, unit, rolls_over) != walked(start, amount, unit, rolls_over)
    ]
    assert wrong == []


@settings(max_examples=400, deadline=None)
@given(
    minutes=st.integers(0, (date(2026, 3, 1) - FIRST).days * 24 * 60),
    amount=st.integers(0, 150),
    unit=st.sampled_from(("workday", "calendar", "hour")),
    rolls_over=st.booleans(),
)
def test_any_moment_and_any_length(minutes, amount, unit, rolls_over):
    start = datetime(2017, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert CALENDAR.due_at(start, amount, unit, rolls_over) == walked(start, amount, unit, rolls_over)


def test_later_begun_is_never_due_earlier():
    for before, after in pairwise(EVERY_DAY[:-60]):
        assert CALENDAR.add_workdays(before, 7) <= CALENDAR.add_workdays(after, 7)
        assert CALENDAR.legal_deadline(before, 15) <= CALENDAR.legal_deadline(after, 15)
