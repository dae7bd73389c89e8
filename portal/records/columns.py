"""Columns (列) of a list: each declaration gives a heading, the cells of the page, and the cells of the workbook.

A page has two hundred cells, so rows are formatted in Python with one format string per page: measured, a template that
branches on the kind of every cell takes three times as long.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from portal import clock
from portal.money import format_yuan
from portal.people.masking import mask_name
from portal.web.pages import badges
from portal.web.pages.formatting import day, moment

__all__ = ["Column", "Press"]

KINDS = ("text", "serial", "status", "due", "day", "moment", "money", "number", "person")
FIGURES = ("money", "number", "due")  # at the right
PLAIN = ("status", "due")  # say themselves what they are, where a row is a card
WIDTHS = {"serial": 24, "status": 10, "due": 12, "day": 12, "moment": 17, "money": 14, "number": 10, "person": 14}


class Press(NamedTuple):
    """The action that a row offers directly: label and URL of the button, and the version of the row as shown, so that a
    second click elsewhere is noticed; without one, the URL is that of a form, to which a link leads."""

    label: str
    url: str
    version: int | None = None


@dataclass(frozen=True)
class Column:
    """One column.

    name: its key, and the attribute of the row. label: its heading. value: the SQL expression selected under that name, by
    default the model's own column. read: makes the value of the row instead. of_page: makes the values of all rows of a page
    at once, by id, in one statement.
    kind: one of KINDS; money is in 分, a person is shown by the surname. names: what stored codes are called. tones: of a status.
    Both are those of the model's `states` where a status does not say others.
    brief: how the page writes the value where it has less room than a workbook. main: the title, which leads to the record.
    after: what stands behind the text, as safe markup.
    sorts: the orders that a press on the heading asks for, one after the other. shown, exported: whether it is there when
    nobody chose columns. only: opt or opt2, a column that phones, or narrow windows too, do without. width: characters in a workbook.
    urgency: makes the tone of a due day that is not past from the row and the moment, where it is not warn in the last two days.
    Raises ValueError for a kind that is none.
    """

    name: str
    label: str
    value: Any = None
    kind: str = "text"
    read: Callable[[Any], Any] | None = None
    of_page: Callable[[Sequence], Mapping[int, Any]] | None = None
    names: Mapping[str, str] | None = None
    tones: Mapping[str, str] | None = None
    brief: Callable[[Any], str] | None = None
    main: bool = False
    after: Callable[[Any], str] | None = None
    sorts: tuple[str, ...] = ()
    shown: bool = True
    exported: bool = True
    only: str = ""
    width: int = 0
    urgency: Callable[[Any, datetime], str] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.name}: {self.kind!r} is none of {KINDS}")

    @property
    def is_told(self) -> bool:
        """Whether it says itself what it shows; else it is what the row has under its name."""
        return self.value is not None or self.read is not None or self.of_page is not None

    def value_of(self, row: Any) -> Any:
        """What the row holds, with stored codes by their names."""
        value = self.read(row) if self.read else getattr(row, self.name)
        return self.names.get(value, value) if self.names and self.kind != "status" else value

    def plain(self, row: Any) -> Any:
        """The value as a workbook takes it: text, a day, a moment on the office's clock, an amount in 元, a number."""
        value = self.value_of(row)
        if value is None or value == "":
            return ""
        if self.kind in ("due", "day"):
            return clock.local(value).date() if isinstance(value, datetime) else value
        if self.kind == "moment":
            return clock.local(value).replace(tzinfo=None)
        if self.kind == "money":
            return value / 100
        if self.kind == "person":
            return mask_name(value)
        return (self.names or {}).get(value, value) if self.kind == "status" else value

    def words(self, row: Any) -> str:
        """The value in words, for a line of text."""
        value = self.plain(row)
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)

    @property
    def heading(self) -> str:
        """The label as a workbook has it, with the unit of an amount."""
        return f"{self.label}（元）" if self.kind == "money" and "元" not in self.label else self.label

    @property
    def figures(self) -> bool:
        return self.kind in FIGURES

    def writer(self, now: datetime) -> Callable[[Any], str]:
        """Makes the escaped text of the cell from a row; `now` is when deadlines are reckoned."""
        show = _showing(self, now)
        after, urgency = self.after, self.urgency
        if urgency is not None:
            return lambda row: badges.due(self.value_of(row), now, tone=urgency(row, now))
        if after is None:
            return lambda row: show(self.value_of(row))
        return lambda row: f"{show(self.value_of(row))}{after(row)}"

    def attributes(self) -> str:
        """Those of the table cell. On a phone, where each row is a card, the cell says its column's name."""
        names = {"serial": ["serial"], "day": ["num"], "moment": ["num"]}.get(self.kind, [])
        names = names + ["main-cell"] * self.main + ["text-right"] * self.figures + [self.only] * bool(self.only)
        given = f' class="{" ".join(names)}"' if names else ""
        silent = self.main or self.kind in (*PLAIN, "serial") or bool(self.only)
        return given if silent else f'{given} data-label="{escape(self.label)}"'


def shared_beginning(values: Iterable[str]) -> str:
    """The common prefix of all numbers, unit and year: 昭君街道〔2026〕; "" where they differ. It is shown once below the list,
    so that a row fits on one line."""
    beginnings = {value[: value.find("〕") + 1] for value in values}
    return beginnings.pop() if len(beginnings) == 1 else ""


def _showing(column: Column, now: datetime) -> Callable[[Any], Any]:
    """How a value of this kind is written on the page."""
    if brief := column.brief:
        return lambda value: escape(brief(value))
    if column.kind == "status":
        names, tones = column.names or {}, column.tones or {}
        return lambda value: badges.status(names.get(value, value), tones.get(value, "neutral"))
    return {
        "due": lambda value: badges.due(value, now),
        "day": day,
        "moment": moment,
        "money": lambda value: "" if value is None else f"{format_yuan(value)} 元",
        "number": lambda value: "" if value is None else str(value),
        "person": lambda value: escape(mask_name(value or "")),
    }.get(column.kind, lambda value: escape("" if value is None else value))


class RowWriter:
    """Writes the rows of one page: the format string of a row is built once and filled in for each row."""

    def __init__(
        self,
        columns: Iterable[Column],
        now: datetime,
        address: Callable[[Any], str],
        *,
        chosen: str = "",
        acts: bool,
        shared: str = "",
    ) -> None:
        """chosen: name of the box with which a line is chosen, or nothing. acts: whether a column offers the next step. shared:
        how all numbers of the list begin."""
        self.columns, self.address, self.acts, self.chosen = tuple(columns), address, acts, chosen
        self.serial = next((each for each in self.columns if each.kind == "serial"), self.columns[0])
        self.writers = [
            _shortened(each, shared) if shared and each is self.serial else each.writer(now) for each in self.columns
        ]
        self.titles = [number for number, each in enumerate(self.columns) if each.main]
        self.status = next((number for number, each in enumerate(self.columns) if each.kind == "status"), 0)
        self.pattern, self.noted = self._pattern(""), self._pattern(' tabindex="-1" autofocus')

    def _pattern(self, focus: str) -> str:
        attributes = [each.attributes().replace("%", "%%") for each in self.columns]
        attributes[self.status] += focus
        cells = "".join(f"<td{each}>%s" for each in attributes)
        return f"<tr%s>{'%s' if self.chosen else ''}{cells}{'%s' if self.acts else ''}</tr>"

    def write(self, row: Any, press: Press | None = None, *, here: bool = False, done: str = "") -> Markup:
        """One line. here: the reader comes back to it. done: what was just done there, read out because focus goes to it."""
        cells = [write(row) for write in self.writers]
        if url := self.address(row):
            for number in self.titles:
                cells[number] = f'<a href="{url}">{cells[number]}</a>'
        if done:
            cells[self.status] = f"{cells[self.status]} <small>{escape(done)}</small>"
        if self.chosen:
            cells.insert(0, self._box(row))
        if self.acts:
            cells.append(f'<td class="act">{_button(press)}')
        return Markup((self.noted if done else self.pattern) % (' id="row"' if here else "", *cells))  # noqa: S704  escaped

    def _box(self, row: Any) -> str:
        label = escape(self.serial.value_of(row))
        return (
            f'<td class="pick"><input type="checkbox" name="{self.chosen}" value="{row.id}" aria-label="选择 {label}">'
        )


def _shortened(column: Column, shared: str) -> Callable[[Any], str]:
    return lambda row: escape(column.value_of(row).removeprefix(shared).removesuffix("号"))


def _button(press: Press | None) -> str:
    if press is None:
        return ""
    if press.version is None:
        return f'<a class="btn btn-sm" href="{escape(press.url)}">{escape(press.label)}</a>'
    return (
        f'<button class="btn btn-sm" name="row" value="{press.version}" formaction="{escape(press.url)}" '
        f'data-hx-post="{escape(press.url)}">{escape(press.label)}</button>'
    )
