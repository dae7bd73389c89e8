"""How the documents write days, moments and lists of labelled values."""

from collections.abc import Iterable
from datetime import date, datetime

from portal.clock import local

Fields = tuple[tuple[str, str], ...]


def date_text(day: date | None) -> str:
    """2026年11月21日; blanks for a date not yet known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　年　月　日"


def time_text(moment: datetime | None) -> str:
    """2026年11月21日9时05分 on the office's clock; blanks for a moment not yet known."""
    if moment is None:
        return "　　　年　月　日　时　分"
    shown = local(moment)
    return f"{date_text(shown)}{shown.hour}时{shown.minute:02d}分"


def filled(fields: Iterable[tuple[str, str]]) -> Fields:
    """Only the fields that have a value."""
    return tuple((label, value) for label, value in fields if value)
