"""Figures (统计): what is counted by what, declared once; table, bars, Excel and the records behind each number follow.

    STATISTICS = Statistics("见义勇为统计", Deed, permission="heroes.view", figures=(
        Figure("kind", "按类型", Axis("类型", Deed.kind, KINDS), (Count("举荐"), Count("确认", Deed.status.in_(RECOGNISED)))),
        Figure("money", "奖金（元）", Axis("年份", local_year(HeroAward.decided_on), write="{} 年".format),
               (Sum("核定", HeroAward.amount_fen, kept), …), of=awards),
    ))

Only what the reader may see is counted: the permission is asked of every row. Figures of one source share one statement.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.accounts.models import User
from portal.extensions import db
from portal.records.period import Period, local_hour, local_month, local_year
from portal.web.pages.charts import Chart, bar_chart

__all__ = [
    "Axis",
    "Count",
    "Figure",
    "Line",
    "Period",
    "Ratio",
    "Statistics",
    "Sum",
    "Table",
    "by_month",
    "local_hour",
    "local_month",
    "local_year",
]

MONTHS = {number: f"{number}月" for number in range(1, 13)}
MOST_BEHIND = 200  # records listed behind a number


@dataclass(frozen=True, eq=False)
class Count:
    """A column of figures: how many rows, of those for which `where` holds (all, without it)."""

    label: str
    where: ColumnElement | None = None
    in_fen = False

    def expression(self) -> ColumnElement:
        return func.count() if self.where is None else func.count().filter(self.where)


@dataclass(frozen=True, eq=False)
class Sum:
    """A column of figures: the sum of an amount in 分 (or of whole numbers, such as people, which are not `in_fen`), over the rows
    for which `where` holds (all, without it)."""

    label: str
    amount: ColumnElement
    where: ColumnElement | None = None
    in_fen: bool = True

    def expression(self) -> ColumnElement:
        total = func.sum(self.amount)
        return func.coalesce(total if self.where is None else total.filter(self.where), 0)


@dataclass(frozen=True, eq=False)
class Ratio:
    """A column reckoned from two others of the same figure: `part` of `whole`, as `write` puts it (by default per cent); 无 where there is
    nothing to divide by."""

    label: str
    part: Count | Sum
    whole: Count | Sum
    write: Callable[[float], str] = "{:.0%}".format


@dataclass(frozen=True, eq=False)
class Axis:
    """By what is counted, under the `heading`: a row for each value of `value`, or for what `fold` makes of several of them.

    names: value → label, in the order of the rows; `whole`: those with nothing to count as well. Without names `write` makes the
    label; numbers such as years come latest first, words as a Chinese list has them (GB 18030: common signs by their sound).
    Never by size: a table of townships sorted by what they achieved is a ranking (国办函〔2026〕12号).
    """

    heading: str
    value: ColumnElement
    names: Mapping[Any, str] | None = None
    write: Callable[[Any], str] = str
    fold: Callable[[Any], Any] = field(default=lambda value: value)
    whole: bool = False

    def label(self, key: Any) -> str:
        return self.names.get(key, "其他") if self.names else self.write(key)

    def in_order(self, numbers: Mapping[Any, tuple[int, ...]]) -> list:
        """The keys of the rows, from top to bottom."""
        if self.names:
            known = [each for each in self.names if self.whole or each in numbers]
            return [*known, *(each for each in numbers if each not in self.names)]
        if all(isinstance(each, int) for each in numbers):
            return sorted(numbers, reverse=True)
        return sorted(numbers, key=lambda each: (each is None, str(each or "").encode("gb18030")))


@dataclass(frozen=True, eq=False)
class Figure:
    """What is counted (`measures`) by what. `of` leads from the record to what is counted, when that is something below it: it takes a
    select from the record's table and answers it joined. `adds_up`: each row counts in one column only, so they have a sum.
    `across`: drawn as columns with its values across, for months; left out where the figures are those of one month. `ratios` stand behind
    the measures they are reckoned from."""

    key: str
    title: str
    by: Axis
    measures: tuple[Count | Sum, ...]
    of: Callable[[Select], Select] | None = None
    adds_up: bool = False
    across: bool = False
    ratios: tuple[Ratio, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row of a table: its key and label, the stored values it stands for, and a number for each measure."""

    key: Any
    label: str
    values: tuple
    numbers: tuple[int, ...]

    @property
    def mark(self) -> str:
        """Its key as an address carries it."""
        return "" if self.key is None else str(self.key)


@dataclass(frozen=True)
class Table:
    """A computed figure."""

    figure: Figure
    lines: list[Line]

    @property
    def sums(self) -> tuple[int, ...]:
        return tuple(sum(line.numbers[place] for line in self.lines) for place in range(len(self.figure.measures)))

    def ratio(self, ratio: Ratio, numbers: tuple[int, ...]) -> str:
        """What `ratio` is in a row with these `numbers`, or in their sums."""
        part, whole = (numbers[self.figure.measures.index(each)] for each in (ratio.part, ratio.whole))
        return ratio.write(part / whole) if whole else "无"

    def line(self, mark: str) -> Line | None:
        return next((each for each in self.lines if each.mark == mark), None)

    def columns(self) -> Chart:
        """The drawing of a figure that goes across."""
        return bar_chart(self.figure.key, self.figure.title, [(each.label, each.numbers[0]) for each in self.lines])

    def share(self, line: Line) -> float:
        """How long its bar is, in per cent of the longest: by its sum where it has one, else by its first number."""
        lengths = {each.key: self._length(each) for each in self.lines}
        most = max(lengths.values(), default=0)
        return round(100 * lengths[line.key] / most, 1) if most > 0 else 0

    def _length(self, line: Line) -> int:
        return sum(line.numbers) if self.figure.adds_up else line.numbers[0]


def by_month(title: str, at: ColumnElement, count: Count) -> Figure:
    """The twelve months of a year across, by the moment `at`."""
    return Figure("month", title, Axis("月份", local_month(at), MONTHS, whole=True), (count,), across=True)


@dataclass(frozen=True, eq=False)
class Statistics:
    """The figures of one kind of record, on one page. With `when` (a moment) they are those of a year or month.

    `scope` answers the condition for what `user` has counted; by default all on which the permission holds. `summary` makes of the
    tables what stands above them: labels with values, and a sentence.
    """

    title: str
    model: type[Any]
    permission: str
    figures: tuple[Figure, ...]
    when: ColumnElement | None = None
    scope: Callable[[User], ColumnElement] | None = None
    summary: Callable[[list[Table]], tuple[list[dict], str]] | None = None

    def figure(self, key: str) -> Figure | None:
        return next((each for each in self.figures if each.key == key), None)

    def tables(self, user: User, period: Period | None = None) -> list[Table]:
        """All figures for what `user` may see."""
        sources: dict[Any, list[Figure]] = defaultdict(list)
        shown = [each for each in self.figures if not (each.across and period and period.month)]
        for each in shown:
            sources[each.of].append(each)
        found = {table.figure: table for figures in sources.values() for table in self._reckon(figures, user, period)}
        return [found[each] for each in shown]

    def table(self, figure: Figure, user: User, period: Period | None = None) -> Table:
        """One of them."""
        return next(self._reckon([figure], user, period))

    def behind(
        self, figure: Figure, line: Line, measure: Count | Sum, user: User, period: Period | None = None
    ) -> list:
        """Up to 200 of the records behind one number, newest first: id, number, title, status."""
        model, value = self.model, figure.by.value
        found = self._seen(select(model.id), figure, user, period).where(
            value.is_(None) if line.values == (None,) else value.in_(line.values)
        )
        ids = found if measure.where is None else found.where(measure.where)
        rows = select(model.id, model.number, model.title, model.status).where(model.id.in_(ids.distinct()))
        return list(db.session.execute(rows.order_by(model.id.desc()).limit(MOST_BEHIND)))

    def _reckon(self, figures: list[Figure], user: User, period: Period | None) -> Iterator[Table]:
        """The tables of all figures with the same source, from one statement grouped by all their axes."""
        axes = list({id(each.by.value): each.by.value for each in figures}.values())
        measures = list({measure: None for each in figures for measure in each.measures})
        counted = self._seen(
            select(*axes, *(each.expression() for each in measures)), figures[0], user, period
        ).group_by(*axes)
        rows = [tuple(row) for row in db.session.execute(counted)]
        for each in figures:
            place = [id(axis) for axis in axes].index(id(each.by.value))
            columns = [len(axes) + measures.index(measure) for measure in each.measures]
            yield Table(each, _lines(each.by, rows, place, columns))

    def _seen(self, statement: Select, figure: Figure, user: User, period: Period | None) -> Select:
        joined = statement.select_from(self.model)
        joined = figure.of(joined) if figure.of else joined
        joined = joined.where(self.scope(user) if self.scope else self.model.reach(user, self.permission))
        return joined.where(period.contains(self.when)) if period and self.when is not None else joined


def _lines(by: Axis, rows: list[tuple], place: int, columns: list[int]) -> list[Line]:
    """`rows` folded to one line for each key of the axis."""
    numbers: dict[Any, list[int]] = defaultdict(lambda: [0] * len(columns))
    values: dict[Any, set] = defaultdict(set)
    for row in rows:
        key = by.fold(row[place])
        values[key].add(row[place])
        numbers[key] = [known + int(row[column] or 0) for known, column in zip(numbers[key], columns, strict=True)]
    reckoned = {key: tuple(each) for key, each in numbers.items()}
    none = (0,) * len(columns)
    return [
        Line(key, by.label(key), tuple(values.get(key, {key})), reckoned.get(key, none))
        for key in by.in_order(reckoned)
    ]
