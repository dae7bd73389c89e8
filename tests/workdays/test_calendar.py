"""Working days and deadlines, on the calendar of 2026 as it was published and on any other."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.workdays.calendar import Calendar, CalendarUnknown, end_of_day, seed_rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
Y2026 = Calendar({row.day: row.is_workday for row in seed_rows([2025, 2026])})
DATES = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CALENDARS = st.dictionaries(DATES, st.booleans(), max_size=60).map(Calendar)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),  # an ordinary Friday
        (date(2026, 2, 14), True),  # Saturday, worked for the Spring Festival
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # Monday, last day of the holiday
        (date(2026, 2, 24), True),
        (date(2026, 10, 10), True),  # Saturday, worked for the National Day
        (date(2026, 11, 21), False),  # an ordinary Saturday
        (date(2027, 1, 1), True),  # a Friday nobody has told us about
    ],
)
def test_is_workday(day, worked):
    assert Y2026.is_workday(day) is worked


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday → Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday → Monday
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # to the Saturday that is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # across the Spring Festival
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # 8, 9 and the Saturday 10 October
    ],
)
def test_add_workdays(start, count, expected):
    assert Y2026.add_workdays(start, count) == expected


@given(CALENDARS, DATES, st.integers(0, 60))
def test_adding_and_counting_are_inverse(calendar, start, count):
    end = calendar.add_workdays(start, count)
    assert calendar.workdays_between(start, end) == count
    assert calendar.workdays_between(end, start) == -count
    assert count == 0 or calendar.is_workday(end)


@given(CALENDARS, DATES, DATES, DATES)
def test_counts_add_up(calendar, a, b, c):
    a, b, c = sorted((a, b, c))
    assert calendar.workdays_between(a, c) == calendar.workdays_between(a, b) + calendar.workdays_between(b, c)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 10, 22), 30, date(2026, 11, 23)),  # the 21st is a Saturday
        (date(2026, 10, 21), 30, date(2026, 11, 20)),
        (date(2026, 9, 1), 30, date(2026, 10, 8)),  # the last day falls in the National Day holiday
        (date(2026, 1, 15), 30, date(2026, 2, 14)),  # a Saturday, but worked
    ],
)
def test_legal_deadline(start, days, expected):
    assert Y2026.legal_deadline(start, days) == expected


@given(CALENDARS, DATES, st.integers(0, 60))
def test_a_legal_deadline_is_the_first_workday_not_before_the_term(calendar, start, days):
    end = calendar.legal_deadline(start, days)
    term = start + timedelta(days=days)
    assert calendar.is_workday(end)
    assert not any(calendar.is_workday(term + timedelta(days=n)) for n in range((end - term).days))


def at(text: str) -> datetime:
    """A moment as the office's clock shows it, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-11-20 17:30:00", 4, "hour", "2026-11-20 21:30:00"),
        ("2026-11-20 17:30:00", 1, "workday", "2026-11-23 23:59:59"),
        ("2026-11-20 00:30:00", 1, "workday", "2026-11-23 23:59:59"),  # still the 19th in UTC
        ("2026-11-20 17:30:00", 30, "calendar", "2026-12-20 23:59:59"),  # a Sunday stays a Sunday
        ("2026-11-20 17:30:00", 0, "workday", "2026-11-20 23:59:59"),
    ],
)
def test_due_at(start, amount, unit, due):
    result = Y2026.due_at(at(start), amount, unit)
    assert result == at(due)
    assert result.tzinfo is UTC


def test_end_of_day_is_four_in_the_afternoon_in_utc():
    assert end_of_day(date(2026, 11, 21)) == datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC)


def test_due_at_refuses_what_it_cannot_place():
    with pytest.raises(ValueError, match="time zone"):
        Y2026.due_at(datetime(2026, 11, 20), 1, "hour")  # noqa: DTZ001
    with pytest.raises(ValueError, match="unit"):
        Y2026.due_at(at("2026-11-20 08:00:00"), 1, "week")
    with pytest.raises(ValueError, match="ahead"):
        Y2026.due_at(at("2026-11-20 08:00:00"), -1, "workday")


def test_years_not_entered_are_named():
    assert Y2026.unknown_years(date(2026, 12, 20), date(2026, 12, 31)) == []
    assert Y2026.unknown_years(date(2026, 12, 20), date(2028, 1, 5)) == [2027, 2028]
    with pytest.raises(CalendarUnknown, match="2027年放假安排尚未导入") as unknown:
        list(seed_rows([2026, 2027]))
    assert unknown.value.year == 2027


def test_seed_rows_of_a_year():
    rows = list(seed_rows([2026]))
    assert {row.day.year for row in rows} == {2026}
    assert sum(row.is_workday for row in rows) == 6
    assert all(row.day.weekday() >= 5 for row in rows if row.is_workday)
    assert {row.name for row in rows} == {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"}
    assert len({row.day for row in rows}) == len(rows)


def test_only_the_years_asked_for_are_seeded():
    assert {row.day.year for row in seed_rows([2010])} == {2010}
    assert {row.day.year for row in seed_rows([2004, 2006])} == {2004, 2006}
    for year in (2003, 2027):
        with pytest.raises(CalendarUnknown, match=f"{year}年"):
            list(seed_rows([year]))


def test_a_year_is_unknown_whether_its_number_is_odd_or_even():
    assert Y2026.unknown_years(date(2026, 12, 20), date(2027, 1, 5)) == [2027]
    assert Y2026.unknown_years(date(2024, 1, 1), date(2024, 1, 1)) == [2024]


def test_every_year_on_hand_can_be_seeded():
    assert Calendar({row.day: row.is_workday for row in seed_rows(range(2004, 2027))}).known_years == set(
        range(2004, 2027)
    )
