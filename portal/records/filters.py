"""Filters (筛选) of a list: their names in the URL, the control of the filter bar, and the SQL condition.

From a URL a filter derives its shape (in which way it is set) and the values to bind. SQL is built once per set of shapes and
cached; values are bound when it runs. An unreadable value gets a message at its control and is ignored.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from sqlalchemy import BindParameter, Date, bindparam

from portal import clock
from portal.money import MoneyError, parse_yuan
from portal.web.forms.fields import DATE_FORMATS

LIKE = "q_like"
EARLIEST, LATEST = 1900, 2200


class Unread(ValueError):
    """A value that cannot be read; the message is for the clerk."""


class Label(NamedTuple):
    text: str


@dataclass
class Control:
    """One control of the filter bar, as the macro `filter` takes it."""

    type: str
    name: str
    label: Label
    data: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""

    @property
    def id(self) -> str:
        return f"filter-{self.name}"

    def __call__(self, **attributes: Any) -> Markup:
        given = {"id": self.id, "name": self.name} | attributes | self._own()
        written = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in given.items())
        return Markup(f"<input{written}>")  # noqa: S704  values are escaped

    def _own(self) -> dict[str, str]:
        if self.type == "BooleanField":
            return {"type": "checkbox", "value": "1"} | ({"checked": ""} if self.data else {})
        about = {"aria-invalid": "true", "title": self.wrong} if self.wrong else {}
        return {"type": "text", "value": self.data, "inputmode": "numeric", "autocomplete": "off"} | about


@dataclass(frozen=True)
class Filter:
    """Base class: one name in the URL, one control."""

    name: str
    label: str
    column: Any = None  # by default the column of that name

    @property
    def names(self) -> tuple[str, ...]:
        """The names that stand in the address."""
        return (self.name,)

    def asked(self, given: Mapping[str, str]) -> tuple[Hashable, dict] | None:
        """`(shape, values to bind)` when it is set in `given`, else None. Raises Unread."""
        raise NotImplementedError

    def where(self, shape: Hashable) -> Any:
        """The SQL condition for this shape."""
        raise NotImplementedError

    def controls(self, given: Mapping[str, str], wrong: str) -> Iterable[Control]:
        """What the filter bar shows."""
        return (Control("Text", self.name, Label(self.label), given.get(self.name, "")[:40], wrong=wrong),)

    def value(self, given: Mapping[str, str]) -> str:
        return given.get(self.name, "").strip()


@dataclass(frozen=True)
class Choice(Filter):
    """One of several. options: stored value → name. also: further choices, key → (name, condition). codes: the stored values
    that a choice stands for, where it is more than one. What is no choice is left out."""

    options: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    codes: Callable[[str], list[str]] | None = None

    def asked(self, given):
        value = self.value(given)
        if value in self.also:
            return value, {}
        if value not in self.options:
            return None
        return ("in", {self.name: self.codes(value)}) if self.codes else ("is", {self.name: value})

    def where(self, shape):
        if shape == "in":
            return self.column.in_(bindparam(self.name, expanding=True))
        return self.column == bindparam(self.name) if shape == "is" else self.also[shape][1]

    def controls(self, given, wrong):
        further = {key: name for key, (name, _) in self.also.items()}
        choices = {"": "全部", **further, **self.options}
        return (Control("SelectField", self.name, Label(self.label), self.value(given), choices),)


@dataclass(frozen=True)
class Flag(Filter):
    """Set or not; `column` is the condition."""

    def asked(self, given):
        return ("set", {}) if self.value(given) else None

    def where(self, shape):
        return self.column

    def controls(self, given, wrong):
        return (Control("BooleanField", self.name, Label(self.label), self.value(given)),)


@dataclass(frozen=True)
class Year(Filter):
    """What a day or a moment falls in, as a range of it, so that an index serves."""

    def asked(self, given):
        text = self.value(given).removesuffix("年")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and EARLIEST <= int(text) < LATEST):
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


def contains(column):
    """The condition that `column` contains the text of the search box."""
    return column.like(bindparam(LIKE), escape="/")


def like(text: str) -> str:
    """The value to bind for `contains`."""
    return "%" + text.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


def _all(conditions: list) -> Any:
    return conditions[0] if len(conditions) == 1 else conditions[0] & conditions[1]


def _bound(asking: Filter, end: str) -> BindParameter:
    return bindparam(f"{asking.name}_{end}", type_=asking.column.type)


def _of_kind(column: Any, day: date) -> date:
    """A day as the column compares: itself, or the moment at which it begins on the office's clock."""
    return day if isinstance(column.type, Date) else datetime.combine(day, time(), clock.SHANGHAI)


def _day(text: str, label: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    for pattern in DATE_FORMATS:
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007  a day
        except ValueError:
            continue
        if EARLIEST <= found.year < LATEST:
            return found
    raise Unread(f"{label}的日期写得不对，请写成 2026-11-21 这样。")


def _fen(text: str, label: str) -> int | None:
    try:
        return parse_yuan(text) if text.strip() else None
    except MoneyError as error:
        raise Unread(f"{label}：{error}。") from None
