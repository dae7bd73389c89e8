"""The week or month that a 研判 is about: 2026-W14, 2026-03."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from plugins.briefs.choices import MONTH, WEEK
from portal import clock

YEAR_OF_WEEKS = timedelta(weeks=52)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both counted."""

    rhythm: str
    first: date
    last: date

    @classmethod
    def around(cls, rhythm: str, on: date) -> "Period":
        """The week (from Monday, GB/T 7408) or the month in which a day lies."""
        if rhythm == WEEK:
            first = on - timedelta(days=on.weekday())
            return cls(WEEK, first, first + timedelta(days=6))
        return cls(MONTH, on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1]))

    @classmethod
    def asked(cls, rhythm: str, on: date | None = None) -> "Period":
        """The one in which `on` lies; without a day the latest that is over."""
        return cls.around(rhythm, on) if on else cls.around(rhythm, clock.today()).before

    @property
    def key(self) -> str:
        """As it is stored."""
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}" if self.rhythm == WEEK else f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        """2026 年第 14 周; 2026 年 3 月."""
        year, week, _ = self.first.isocalendar()
        return f"{year} 年第 {week} 周" if self.rhythm == WEEK else f"{self.first.year} 年 {self.first.month} 月"

    @property
    def before(self) -> "Period":
        """The one before it."""
        return Period.around(self.rhythm, self.first - timedelta(days=1))

    @property
    def year_ago(self) -> "Period":
        """The same weekdays 52 weeks ago; the same month of the year before."""
        if self.rhythm == WEEK:
            return Period.around(WEEK, self.first - YEAR_OF_WEEKS)
        return Period.around(MONTH, self.first.replace(year=self.first.year - 1))

    @property
    def span(self) -> tuple[date, date]:
        return self.first, self.last
