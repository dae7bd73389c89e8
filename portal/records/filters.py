"""Filters (筛选) of a list: their names in the URL, the control of the filter bar, and the SQL condition.

From a URL a filter derives its shape (in which way it is set) and the values to bind. SQL is built once per set of shapes and
cached; values are bound when it runs. An unreadable value gets a message at its control and is ignored.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from sqlalchemy import Date, bindparam

__all__ = ["Choice", "Flag", "by_status", "contains", "like", "TODAY"]

LIKE = "q_like"
TODAY = bindparam("today", type_=Date())  # for conditions: bound when a list is read


class Unread(ValueError):
    """A value that cannot be read; the message is for the clerk."""


class Label(NamedTuple):
    text: str


@dataclass
class Control:
    """One control of the filter bar, as the macro `filter` takes it; a "Text" takes numbers and dates, "Words" anything."""

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
        given = {"name": self.name} | attributes | self._own()
        written = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in given.items())
        return Markup(f"<input{written}>")  # noqa: S704  values are escaped

    def _own(self) -> dict[str, str]:
        if self.type == "BooleanField":
            return {"id": self.id, "type": "checkbox", "value": "1"} | ({"checked": ""} if self.data else {})
        about = {"aria-invalid": "true", "title": self.wrong} if self.wrong else {}
        if self.type == "Words":
            return {"value": self.data} | about
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
    that a choice stands for, where it is more than one. What is no choice is left out.

    Its shape is "=" or "=any" for stored values, and the key of a further choice.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    codes: Callable[[str], list[str]] | None = None

    def asked(self, given):
        value = self.value(given)
        if value in self.also:
            return value, {}
        if (
            not value or value not in self.options
        ):  # nothing chosen is no choice, though options may name what is stored as nothing
            return None
        return ("=any", {self.name: self.codes(value)}) if self.codes else ("=", {self.name: value})

    def where(self, shape):
        if shape == "=any":
            return self.column.in_(bindparam(self.name, expanding=True))
        return self.column == bindparam(self.name) if shape == "=" else self.also[shape][1]

    def controls(self, given, wrong):
        further = {key: name for key, (name, _) in self.also.items()}
        choices = {"": "全部", **further, **self.options}
        return (Control("SelectField", self.name, Label(self.label), self.value(given), choices),)


def by_status(model: type[Any], still_open: str = "", **also: tuple[str, Any]) -> Choice:
    """By the states of `model`; `still_open` is what all those together are called in which work is open. `also` as in `Choice`."""
    further = {"open": (still_open, model.status.in_(model.states.open))} if still_open else {}
    return Choice("status", "状态", model.status, model.states.names, further | also)


@dataclass(frozen=True)
class Flag(Filter):
    """Set or not; `column` is the condition."""

    def asked(self, given):
        return ("set", {}) if self.value(given) else None

    def where(self, shape):
        return self.column

    def controls(self, given, wrong):
        return (Control("BooleanField", self.name, Label(self.label), self.value(given)),)


def contains(column):
    """The condition that `column` contains the text of the search box."""
    return column.like(bindparam(LIKE), escape="/")


def like(text: str) -> str:
    """The value to bind for `contains`."""
    return "%" + text.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"
