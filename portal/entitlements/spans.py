"""期: the month, quarter or year that a settlement is for."""

from datetime import date, timedelta
from typing import NamedTuple

from portal import clock
from portal.workdays.arithmetic import months_after

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Span(NamedTuple):
    """Its first and its last day."""

    first: date
    last: date

    @classmethod
    def around(cls, kind: str, day: date) -> "Span":
        """The month, quarter or year (`kind`) in which `day` lies."""
        months = MONTHS[kind]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(first, months_after(first, months) - timedelta(days=1))

    @classmethod
    def before(cls, kind: str, first: date, number: int) -> list[date]:
        """The first days of so many periods before the one that begins on `first`, the latest first."""
        return [months_after(first, -MONTHS[kind] * back) for back in range(1, number + 1)]

    @property
    def over(self) -> bool:
        return self.last < clock.today()

    def __str__(self) -> str:
        if self.first.month == self.last.month:
            return f"{self.first.year}年{self.first.month}月"
        if self.last.month - self.first.month == MONTHS["quarter"] - 1:
            return f"{self.first.year}年第{'一二三四'[self.first.month // 3]}季度"
        return f"{self.first.year}年度"
