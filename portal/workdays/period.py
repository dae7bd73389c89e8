"""A length of time as rules write it: 3 个工作日, 30 日, 30 日顺延, 2 小时."""

import re
import unicodedata
from typing import NamedTuple

from portal.workdays.calendar import Unit

__all__ = ["Period"]

_WRITTEN = re.compile(r"(\d{1,4})(?:个?(工作日)|个?(自然日|日|天)(顺延)?|个?(小时))")
_WORDS: dict[Unit, str] = {"workday": "个工作日", "calendar": "日", "hour": "小时"}


class Period(NamedTuple):
    """So many working days, calendar days (日 of a law is a calendar day) or hours. `rolls_over`: a last calendar day that is a day
    off moves on to the next working day (顺延)."""

    amount: int
    unit: Unit
    rolls_over: bool = False

    def __str__(self) -> str:
        return f"{self.amount} {_WORDS[self.unit]}{'顺延' if self.rolls_over else ''}"

    @property
    def by_the_calendar(self) -> bool:
        """Whether it matters which days are days off."""
        return self.unit == "workday" or self.rolls_over

    def times(self, number: int) -> "Period":
        """So many times as long."""
        return self._replace(amount=self.amount * number)


def parse_period(text: str) -> Period:
    """The period that `text` writes. Raises ValueError, also for a bare number: it would not say which days."""
    found = _WRITTEN.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    if not found:
        raise ValueError("请写明数目和单位，如“3 个工作日”“30 日”“2 小时”。")
    number, workday, _, rolls_over, hour = found.groups()
    unit: Unit = "workday" if workday else "hour" if hour else "calendar"
    return Period(int(number), unit, rolls_over is not None)
