"""Filters from one value to another: days, years, amounts of money."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Date, bindparam

from portal import clock
from portal.money import MoneyError, parse_yuan
from portal.records.filters import Control, Filter, Label, Unread
from portal.typed.dates import YEARS, DateError, read_date

__all__ = ["Days", "Year", "Amount"]


@dataclass(frozen=True)
class Year(Filter):
    """What a day or a moment falls in, as a range of it, so that an index serves."""

    def asked(self, given):
        text = self.value(given).removesuffix("年")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS):
            raise Unread(f"{self.label}请写成四位数字，如 {clock.today().year}。")
        first, following = date(int(text), 1, 1), date(int(text) + 1, 1, 1)
        return "year", {
            f"{self.name}_from": _of_kind(self.column, first),
            f"{self.name}_before": _of_kind(self.column, following),
        }

    def where(self, shape):
        return (self.column >= _bound(self, "from")) & (self.column < _bound(self, "before"))


@dataclass(frozen=True)
class Days(Filter):
    """From a day to a day, both counted; either may be left out."""

    @property
    def names(self):
        return f"{self.name}_from", f"{self.name}_to"

    def asked(self, given):
        first, last = (_day(given.get(name, ""), self.label) for name in self.names)
        if first and last and first > last:
            raise Unread(f"{self.label}的起始日期晚于截止日期。")
        values = {} if first is None else {f"{self.name}_from": _of_kind(self.column, first)}
        if last is not None:
            values[f"{self.name}_before"] = _of_kind(self.column, date.fromordinal(last.toordinal() + 1))
        return ((first is not None, last is not None), values) if values else None

    def where(self, shape):
        since, until = shape
        found = [self.column >= _bound(self, "from")] if since else []
        return _all([*found, self.column < _bound(self, "before")] if until else found)

    def controls(self, given, wrong):
        labels = (f"{self.label}从", "到")
        return tuple(
            Control("Text", name, Label(label), given.get(name, "")[:20], wrong=wrong)
            for name, label in zip(self.names, labels, strict=True)
        )


@dataclass(frozen=True)
class Amount(Filter):
    """From an amount to an amount, in 元, both counted; either may be left out. The column is in 分."""

    @property
    def names(self):
        return f"{self.name}_min", f"{self.name}_max"

    def asked(self, given):
        least, most = (_fen(given.get(name, ""), self.label) for name in self.names)
        if least is not None and most is not None and least > most:
            raise Unread(f"{self.label}的下限大于上限。")
        values = {name: value for name, value in zip(self.names, (least, most), strict=True) if value is not None}
        return ((least is not None, most is not None), values) if values else None

    def where(self, shape):
        least, most = shape
        found = [self.column >= _bound(self, "min")] if least else []
        return _all([*found, self.column <= _bound(self, "max")] if most else found)

    def controls(self, given, wrong):
        labels = (f"{self.label}（元）从", "到")
        return tuple(
            Control("Text", name, Label(label), given.get(name, "")[:20], wrong=wrong)
            for name, label in zip(self.names, labels, strict=True)
        )


def _all(conditions: list) -> Any:
    return conditions[0] if len(conditions) == 1 else conditions[0] & conditions[1]


def _bound(asking: Filter, end: str) -> BindParameter:
    return bindparam(f"{asking.name}_{end}", type_=asking.column.type)


def _of_kind(column: Any, day: date) -> date:
    """A day as the column compares: itself, or the moment at which it begins on the office's clock."""
    return day if isinstance(column.type, Date) else clock.begin_of(day)


def _day(text: str, label: str) -> date | None:
    if not text.strip():
        return None
    try:
        return read_date(text)
    except DateError as error:
        raise Unread(f"{label}：{error}") from None


def _fen(text: str, label: str) -> int | None:
    try:
        return parse_yuan(text) if text.strip() else None
    except MoneyError as error:
        raise Unread(f"{label}：{error}。") from None
