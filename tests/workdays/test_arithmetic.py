"""Terms of days, months and years, and where they end."""

from datetime import date

import pytest

from portal.workdays.arithmetic import last_day, months_after, years_after
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
