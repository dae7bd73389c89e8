"""Date arithmetic of statutory terms: days counted by the calendar, whole months and years."""

from calendar import monthrange
from datetime import date

from portal.workdays.models import load_calendar

__all__ = ["last_day", "full_years", "years_after", "months_after"]


def last_day(started_on: date, days: int, day_kind: str) -> date:
    """The last day of a term of `days` from `started_on`, which is not counted itself (民事诉讼法 §85).

    `day_kind` is "workday", or "calendar", where a last day that falls on a day off moves on to the next working day.
    Raises ValueError for another kind or negative `days`.
    """
    calendar = load_calendar()
    match day_kind:
        case "workday":
            return calendar.add_workdays(started_on, days)
        case "calendar":
            return calendar.legal_deadline(started_on, days)
    raise ValueError(f"unknown kind of days {day_kind!r}")


def full_years(born: date, day: date) -> int:
    """周岁 on `day` of somebody born on `born`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 28 February for a 29th that does not exist."""
    return months_after(day, 12 * years)


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month (民法典 §202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
