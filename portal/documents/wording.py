"""Dates, times and amounts as official documents write them; available in their templates by name."""

import re
from datetime import date, datetime

from flask import Flask

from portal import clock
from portal.money import capitals

__all__ = ["chinese_day", "long_day", "long_moment"]

_DIGITS = "〇一二三四五六七八九"


def init_app(app: Flask) -> None:
    """Offer them to the templates."""
    app.jinja_env.globals.update(WORDING)


def long_day(day: date | None) -> str:
    """2026年11月21日, of a moment the day on the office's clock; blanks to be filled in by hand for a day not known."""
    if isinstance(day, datetime):
        day = clock.local(day)
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def long_moment(moment: datetime | None) -> str:
    """2026年11月21日9时05分 on the office's clock; blanks for a moment not known."""
    if moment is None:
        return "　　　　年　　月　　日　　时　　分"
    shown = clock.local(moment)
    return f"{long_day(moment)}{shown.hour}时{shown.minute:02d}分"


def chinese_day(day: date) -> str:
    """二〇二六年十一月二十一日, for certificates."""
    return f"{''.join(_DIGITS[int(each)] for each in str(day.year))}年{ordinal(day.month)}月{ordinal(day.day)}日"


def numbered(position: int, line: str) -> str:
    """1．赔偿损失: a line with its number, once, also where whoever wrote it put the number there: 1. 1、 （1） 一、 are taken off, other figures
    (1.5 万元, 1、2 号楼) stay."""
    return f"{position}．{re.sub(_own_number(position), '', line.strip())}"


def _own_number(position: int) -> str:
    """A pattern for `position` as it is written before a line."""
    number = f"(?:{position}|{ordinal(position)})"
    return (
        rf"^(?:[（(]{number}[）)][、．.]?|{number}(?:[、．.)）](?![\d一二三四五六七八九十])|[、．.](?=\d{{4}}年)))\s*"
    )


def ordinal(number: int) -> str:
    """二十一, for 1 to 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


WORDING = {
    "long_day": long_day,
    "long_moment": long_moment,
    "chinese_day": chinese_day,
    "capitals": capitals,
    "numbered": numbered,
}
