"""Working days and the deadlines that count them, over any set of exceptions to 'Monday to Friday'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from portal.clock import SHANGHAI, local

__all__ = ["end_of_day"]

FIRST_SEED_YEAR, LAST_SEED_YEAR = 2004, 2026
Unit = Literal["hour", "workday", "calendar"]
_END_OF_DAY = time(23, 59, 59)
_DAY = timedelta(days=1)


class CalendarUnknown(LookupError):
    """The State Council's arrangement of a year is not at hand; `year` says which."""

    def __init__(self, year: int):
        super().__init__(f"{year}年放假安排尚未导入")
        self.year = year


class SeedRow(NamedTuple):
    """One exception: a holiday, or a weekend day that is worked (调休)."""

    day: date
    is_workday: bool
    name: str


class Calendar:
    """`days` holds the exceptions: False for a holiday, True for a weekend day worked; the rest is the week.

    A year without any exception is one whose arrangement nobody has entered yet. It is counted by weekends
    alone; `unknown_years` lets the page say so.
    """

    def __init__(self, days: Mapping[date, bool]):
        self._days = days
        self.known_years = frozenset(day.year for day in days)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self._days.get(day, day.weekday() < 5)

    def unknown_years(self, first: date, last: date) -> list[int]:
        """The years from `first` to `last` counted by weekends alone."""
        return [year for year in range(first.year, last.year + 1) if year not in self.known_years]

    @property
    def known_until(self) -> datetime | None:
        """The end of the last year whose arrangement is known."""
        return end_of_day(date(max(self.known_years), 12, 31)) if self.known_years else None

    def add_workdays(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`, which is not counted itself; `start` for 0."""
        _require_not_negative(count)
        day = start
        while count:
            day += _DAY
            count -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before `start`.

        The inverse of add_workdays: what is left of a deadline, or by how much it is overdue.
        """
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def legal_deadline(self, start: date, days: int) -> date:
        """The last day of a term of law (民事诉讼法 §85): `start` is not counted, a last day off moves on."""
        _require_not_negative(days)
        day = start + _DAY * days
        while not self.is_workday(day):
            day += _DAY
        return day

    def due_at(self, start: datetime, amount: int, unit: Unit, rolls_over: bool = False) -> datetime:
        """When what began at `start` is due, in UTC: so many hours on, or the end of a day in Shanghai.

        `start` must carry its time zone. The day on which it falls in Shanghai is not counted; 'calendar'
        days move on from a day off only where the rule says so (`rolls_over`, as 民法典 §203 has it).
        """
        if start.tzinfo is None:
            raise ValueError("start has no time zone")
        _require_not_negative(amount)
        today = local(start).date()
        match unit:
            case "hour":
                return start.astimezone(UTC) + timedelta(hours=amount)
            case "workday":
                return end_of_day(self.add_workdays(today, amount))
            case "calendar":
                return end_of_day(self.legal_deadline(today, amount) if rolls_over else today + _DAY * amount)
        raise ValueError(f"unknown unit {unit!r}")


def end_of_day(day: date) -> datetime:
    """23:59:59 of `day` in Shanghai, in UTC."""
    return datetime.combine(day, _END_OF_DAY, SHANGHAI).astimezone(UTC)


def seed_rows(years: Iterable[int]) -> Iterator[SeedRow]:
    """The exceptions of `years` as the State Council published them; CalendarUnknown outside 2004-2026."""
    # Imported here because only loading a calendar needs it, not serving.
    from chinese_calendar import Holiday, constants

    for year in years:
        if not FIRST_SEED_YEAR <= year <= LAST_SEED_YEAR:
            raise CalendarUnknown(year)
        for table, is_workday in ((constants.holidays, False), (constants.workdays, True)):
            for day in sorted(day for day in table if day.year == year):
                yield SeedRow(day, is_workday, Holiday(table[day]).chinese)


def _require_not_negative(amount: int) -> None:
    if amount < 0:
        raise ValueError("a deadline lies ahead")
