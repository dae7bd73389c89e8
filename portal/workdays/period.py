"""A length of time as rules write it: 3 个工作日, 30 日, 2 小时."""

import re
import unicodedata
from typing import NamedTuple

from portal.workdays.calendar import Unit

__all__ = ["Period"]

_WRITTEN = re.compile(r"(\d{1,4})(?:个?(工作日)|个?(自然日|日|天)|个?(小时))")
_WORDS: dict[Unit, str] = {"workday": "个工作日", "calendar": "日", "hour": "小时"}


class Period(NamedTuple):
    """So many working days, calendar days (日 of a law is a calendar day) or hours."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {_WORDS[self.unit]}"


def parse_period(text: str) -> Period:
    """The period that `text` writes. Raises ValueError, also for a bare number: it would not say which days."""
    found = _WRITTEN.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    if not found:
        raise ValueError("请写明数目和单位，如“3 个工作日”“30 日”“2 小时”。")
    unit = next(unit for unit, word in zip(("workday", "calendar", "hour"), found.groups()[1:], strict=True) if word)
    return Period(int(found[1]), unit)
