"""A calendar (日历): a month or a week as a table drawn on the server, which phones show as a list of days (macro `calendar`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from portal import clock

__all__ = ["Day", "Item", "Span"]

WEEK = timedelta(days=7)
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Item:
    """A line in a day: its words, where it leads, and its tone (ok, warn, danger, neutral; the words say the same)."""

    text: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Day:
    """One field: its date, and what there is on it (`items`). note: what holds for the whole day (闭馆). outside: of another month, shown to fill the week."""

    date: date
    items: Sequence[Item] = ()
    note: str = ""
    outside: bool = False

    @property
    def is_today(self) -> bool:
        return self.date == clock.today()


@dataclass(frozen=True)
class Span:
    """A month, or the week that begins with the Monday `first`, until `last`. `key` stands in an address: 2026-11, or 2026-11-23."""

    first: date
    last: date
    key: str
    title: str

    @classmethod
    def read(cls, text: str | None) -> Self:
        """The span of an address; the present month for what is none."""
        today = clock.today()
        try:
            day = date.fromisoformat(text if text and len(text) == 10 else f"{text}-01")
        except ValueError:
            return cls.month(today)
        if not EARLIEST <= day < LATEST:
            return cls.month(today)
        return cls.week(day) if text and len(text) == 10 else cls.month(day)

    @classmethod
    def month(cls, day: date) -> Self:
        first = day.replace(day=1)
        beyond = (first + timedelta(days=31)).replace(day=1)
        return cls(first, beyond - timedelta(days=1), f"{first:%Y-%m}", f"{first.year}年{first.month}月")

    @classmethod
    def week(cls, day: date) -> Self:
        first = day - timedelta(days=day.weekday())
        last = first + WEEK - timedelta(days=1)
        return cls(first, last, first.isoformat(), f"{first.month}月{first.day}日至{last.month}月{last.day}日")

    @property
    def is_week(self) -> bool:
        return len(self.key) == 10

    @property
    def before(self) -> str:
        """The key of the span before this one."""
        day = self.first - timedelta(days=1)
        return (self.week(day) if self.is_week else self.month(day)).key

    @property
    def after(self) -> str:
        """The key of the one after it."""
        day = self.last + timedelta(days=1)
        return (self.week(day) if self.is_week else self.month(day)).key

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first and its last moment on the office's clock."""
        return clock.begin_of(self.first), datetime.combine(self.last, time.max, clock.SHANGHAI)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def weeks(self, items: Mapping[date, Sequence[Item]], notes: Mapping[date, str]) -> list[list[Day]]:
        """The rows of the table: whole weeks from Monday, with what is on each day."""
        start = self.first - timedelta(days=self.first.weekday())
        rows = ((self.last - start).days // 7) + 1
        dates = [[start + timedelta(days=7 * row + number) for number in range(7)] for row in range(rows)]
        return [[self._day(each, items, notes) for each in row] for row in dates]

    def _day(self, day: date, items: Mapping[date, Sequence[Item]], notes: Mapping[date, str]) -> Day:
        outside = not self.first <= day <= self.last
        return Day(day, outside=True) if outside else Day(day, items.get(day, ()), notes.get(day, ""))
