"""Terms of days, months and years, and where they end."""

from datetime import date

import pytest

from portal.workdays.arithmetic import full_years, last_day, months_after, years_after
from portal.workdays.calendar import SeedRow
from portal.workdays.models import WorkdaysDay


def test_years_and_months_end_where_the_calendar_ends():
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 30), 1) == date(2026, 12, 30)
    assert months_after(date(2026, 6, 15), 6) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("day_kind", "until"),
    [
        ("calendar", date(2026, 10, 8)),  # the fourth day is a holiday: it moves on
        ("workday", date(2026, 10, 10)),  # a Saturday that is worked
    ],
)
def test_days_are_counted_by_the_calendar_of_the_office(cast, day_kind, until):
    holidays = [SeedRow(date(2026, 10, day), False, "国庆节") for day in range(1, 8)]
    WorkdaysDay.replace_year(2026, [*holidays, SeedRow(date(2026, 10, 10), True, "国庆节")])
    assert last_day(date(2026, 9, 28), 5 if day_kind == "workday" else 4, day_kind) == until


def test_another_kind_of_days_is_an_error(cast):
    with pytest.raises(ValueError, match="weekend"):
        last_day(date(2026, 9, 28), 4, "weekend")


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1949, 12, 31), date(2026, 12, 30), 76),
        (date(1949, 12, 31), date(2026, 12, 31), 77),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2024, 2, 29), date(2028, 2, 29), 4),
        (date(1990, 5, 20), date(2026, 6, 1), 36),
        (date(1990, 5, 20), date(2026, 4, 30), 35),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_full_years_are_reached_on_the_birthday(born, day, years):
    assert full_years(born, day) == years


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 12, 1), -12, date(2025, 12, 1)),
        (date(2026, 5, 31), 37, date(2029, 6, 30)),
        (date(2025, 11, 30), 13, date(2026, 12, 30)),
    ],
)
def test_months_end_in_their_last_day(day, months, later):
    assert months_after(day, months) == later


@pytest.mark.parametrize(
    ("day_kind", "days", "until"),
    [
        ("calendar", 0, date(2026, 11, 20)),
        ("calendar", 1, date(2026, 11, 23)),  # Saturday moves on
        ("workday", 0, date(2026, 11, 20)),
        ("workday", 1, date(2026, 11, 23)),
        ("workday", 5, date(2026, 11, 27)),
    ],
)
def test_the_first_day_is_not_counted(cast, day_kind, days, until):
    assert last_day(date(2026, 11, 20), days, day_kind) == until


@pytest.mark.parametrize("day_kind", ["calendar", "workday"])
def test_no_term_ends_before_it_begins(cast, day_kind):
    with pytest.raises(ValueError, match="ahead"):
        last_day(date(2026, 11, 20), -1, day_kind)
