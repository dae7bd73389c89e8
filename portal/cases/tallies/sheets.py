"""The tables of 收办统计, made of what was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for

from portal import clock
from portal.cases.kinds import kinds_of
from portal.cases.kinds.catalogue import KindList
from portal.cases.rollup.measures import CLOSED, LABELS, OVERDUE
from portal.cases.rollup.reading import count
from portal.cases.sources import OTHER, sources_within
from portal.cases.tallies.form import Span, written
from portal.cases.tallies.hiding import FEW, HIDDEN, hidden
from portal.org.models import OrgUnit
from portal.org.past import children_on
from portal.web.pages.charts import Chart, bar_chart

BEFORE, ON_TIME, CONTENT = "去年同期", "按期办结率", "满意率"
STRIP = ("came", CLOSED, ON_TIME, "open", OVERDUE)
BY_TIME = ("came", BEFORE, CLOSED, "late", ON_TIME)
BY_UNIT = (*BY_TIME, "open", OVERDUE)
BY_KIND = ("came", BEFORE, CLOSED, "open")
SAID = ("visited", "answered", "solved", "content", "fair")
MOST_MONTHS = 24  # listed one by one; more are listed by the year
MOST_DRAWN = 12  # columns that a phone has room for


@dataclass(frozen=True)
class Cell:
    """A number, where it leads, and how it is written where that is not as a number."""

    value: int | str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: its label, where that leads, and its cells."""

    label: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table."""

    key: str
    title: str
    by: str
    columns: Sequence[str]
    lines: list[Line] = field(default_factory=list)
    total: Line | None = None
    chart: Chart | None = None
    note: str = ""


@dataclass(frozen=True)
class Part:
    """Which part of the whole a cell is about: months; a source; or kinds, as (place, stored kind, 1 or -1), listed as `group`."""

    months: Sequence[int]
    source: str = ""
    group: str = ""
    kinds: tuple[tuple[int, str, int], ...] = ()


class Sheets:
    """All tables of a span."""

    def __init__(self, span: Span) -> None:
        self.span, self.children = span, children_on(span.unit, span.as_of)
        self.whole = Part(span.months)
        self.counted = count(span.unit, self.children, span.months, clock.today(), span.as_of)

    def all(self) -> list[Sheet]:
        """Those that have anything to tell; the one by time always."""
        found = (self.units(), self.kinds(), self.sources(), self.visits())
        return [self.by_time(), *(each for each in found if each.lines)]

    def strip(self) -> list[dict[str, Any]]:
        """What stands on top."""
        cells = zip(STRIP, self._row(self.span.unit, STRIP, self.whole), strict=True)
        return [
            {
                "label": LABELS.get(name, name),
                "value": cell.value,
                "url": cell.url,
                "tone": "danger" if name == OVERDUE else "",
            }
            for name, cell in cells
        ]

    def by_time(self) -> Sheet:
        """By month; by year where there are many."""
        by_year, unit = len(self.span.months) > MOST_MONTHS, self.span.unit
        found: dict[str, list[int]] = {}
        for month in self.span.months:
            found.setdefault(f"{month // 100}" if by_year else written(month), []).append(month)
        parts = {label: Part(months) for label, months in found.items()}
        lines = [Line(label, self._row(unit, BY_TIME, part)) for label, part in parts.items()]
        by = "年份" if by_year else "月份"
        drawn = [
            (label.rpartition("-")[2].lstrip("0"), self._number(unit.id, "came", part)) for label, part in parts.items()
        ]
        chart = bar_chart("time", f"各{by}收件", drawn) if len(drawn) <= MOST_DRAWN else None
        return Sheet("time", "按时间", by, labels(BY_TIME), lines, self._total(BY_TIME), chart)

    def units(self) -> Sheet:
        """The children, in the order of the code book: never by what they achieved (国办函〔2026〕12号)."""
        lines = [
            Line(each.name, self._row(each, BY_UNIT, self.whole), _at(self.span, each))
            for each in self.children
            if self._was_open(each) or any(self._number(each.id, name, self.whole) for name in ("came", CLOSED, "open"))
        ]
        note = "按单位代码的顺序排列，不是排名。合计包括直接登记在本单位的事项。"
        return Sheet("unit", "按下属单位", "单位", labels(BY_UNIT), lines, self._total(BY_UNIT), note=note)

    def _was_open(self, unit: OrgUnit) -> bool:
        return not unit.closed_on or bool(self.span.as_of and unit.closed_on > self.span.as_of)

    def kinds(self) -> Sheet:
        """By the first level of the district's list; above the counties by that of the national book."""
        found: dict[str, list[tuple[int, str, int]]] = {}
        for group, *kind in self._kinds():
            found.setdefault(group, []).append(tuple(kind))
        names = kinds_of(self.span.unit.county_id)
        lines = [
            Line(
                names.name(group),
                self._row(self.span.unit, BY_KIND, Part(self.span.months, group=group, kinds=tuple(kinds))),
            )
            for group, kinds in sorted(found.items())
        ]
        return Sheet("kind", "按类型", "类型", labels(BY_KIND), _telling(lines), self._total(BY_KIND))

    def sources(self) -> Sheet:
        names = sources_within(self.span.unit)
        lines = [
            Line(names.get(each, OTHER), self._row(self.span.unit, BY_KIND, Part(self.span.months, source=each)))
            for each in sorted(self.counted.sources(self.span.unit.id))
        ]
        return Sheet("source", "按来源", "来源", labels(BY_KIND), _telling(lines), self._total(BY_KIND))

    def visits(self) -> Sheet:
        """回访, by child: what few have said is not shown."""
        places = [each for each in self.children if self._number(each.id, "visited", self.whole)] or [self.span.unit]
        rows = [[self._number(each.id, name, self.whole) for name in SAID] for each in places]
        covered = [hidden(column) for column in zip(*rows, strict=True)]
        lines = [
            Line(each.name, _said(row, [place in of for of in covered]))
            for place, (each, row) in enumerate(zip(places, rows, strict=True))
            if row[0]
        ]
        whole = [self._number(self.span.unit.id, name, self.whole) for name in SAID]
        total = Line("合计", _said(whole, [0 < each < FEW for each in whole]))
        note = "满意率是满意和基本满意占回访的比例。一件回访多次的，算最后一次。少于 5 的数字不显示。"
        return Sheet("visit", "回访", "单位", [*labels(SAID), CONTENT], lines, total, note=note)

    def stored_kinds(self, group: str) -> list[str]:
        """The kinds that are listed as `group`, as cases have them."""
        return sorted({kind for listed, _, kind, _ in self._kinds() if listed == group})

    # -- cells -------------------------------------------------------------------------------------------------------

    def _total(self, names: Sequence[str]) -> Line:
        return Line("合计", self._row(self.span.unit, names, self.whole))

    def _row(self, unit: OrgUnit, names: Sequence[str], part: Part) -> list[Cell]:
        return [self._rate(unit.id, part) if name == ON_TIME else self._cell(unit.id, name, part) for name in names]

    def _cell(self, place: int, name: str, part: Part) -> Cell:
        what, months = ("came", [each - 100 for each in part.months]) if name == BEFORE else (name, part.months)
        number = self._number(place, what, replace(part, months=months))
        given = self.span.arguments() | {"unit": place, "first": written(months[0]), "last": written(months[-1])}
        given |= {name: value for name, value in (("kind", part.group), ("source", part.source)) if value}
        return Cell(number, url_for("tallies.records", what=what, **given) if number else "")

    def _rate(self, place: int, part: Part) -> Cell:
        closed = self._number(place, CLOSED, part)
        return Cell(rate(closed - self._number(place, "late", part), closed))

    def _number(self, place: int, what: str, part: Part) -> int:
        return sum(
            sign * self.counted.number(at, what, part.months, kind, part.source)
            for at, kind, sign in part.kinds or ((place, "", 1),)
        )

    def _kinds(self) -> Iterator[tuple[str, int, str, int]]:
        """Under which group a stored kind of a place is listed. Each county has a list of its own, so those of several are added up; what a city
        has in hand itself is what is left."""
        unit = self.span.unit
        if unit.county_id:
            yield from (
                (_group(kinds_of(unit.county_id), kind), unit.id, kind, 1) for kind in self.counted.kinds(unit.id)
            )
            return
        for kind in self.counted.kinds(unit.id):
            yield kinds_of(None).national(kind)[:2], unit.id, kind, 1
        for each in self.children:
            for kind in self.counted.kinds(each.id):
                yield kinds_of(None).national(kind)[:2], each.id, kind, -1
                yield kinds_of(each.county_id).national(kind)[:2], each.id, kind, 1


def rate(part: int, whole: int) -> str:
    """In per cent; a dash of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def labels(names: Sequence[str]) -> list[str]:
    return [LABELS.get(name, name) for name in names]


def _group(kinds: KindList, kind: str) -> str:
    return kinds.current(kind)[:2]


def _at(span: Span, unit: OrgUnit) -> str:
    return url_for("tallies.index", **span.arguments() | {"unit": unit.id})


def _telling(lines: list[Line]) -> list[Line]:
    return [line for line in lines if any(cell.value for cell in line.cells)]


def _said(row: Sequence[int], covered: Sequence[bool]) -> list[Cell]:
    cells = [Cell(HIDDEN if hide else number) for number, hide in zip(row, covered, strict=True)]
    return [*cells, Cell("—" if any(covered) else rate(row[3] + row[4], row[0]))]
