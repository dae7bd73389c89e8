"""Figures (统计): what is counted by what, declared once; table, bars, Excel and the records behind each number follow.

    STATISTICS = Statistics("见义勇为统计", Deed, permission="heroes.view", figures=(
        Figure("kind", "按类型", by=Axis("类型", Deed.kind, names=KINDS), measures=(Count("举荐"), Count("确认", Deed.status.in_(RECOGNISED)))),
        Figure("money", "奖金（元）", by=Axis("年份", local_year(HeroAward.decided_on), write="{} 年".format), of=awards,
               measures=(Sum("核定", HeroAward.amount_fen, kept), …)),
    ))

Only what the reader may see is counted: the permission is asked of every row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from portal.accounts.models import User
from portal.extensions import db

MOST_LINES = 200


class local_year(FunctionElement):  # noqa: N801  written like a function of SQL
    """The year of a moment or day as the office's calendar has it; China has kept UTC+8 since 1991."""

    type = Integer()
    inherit_cache = True


@compiles(local_year, "sqlite")
def _year_on_sqlite(element, compiler, **kwargs) -> str:
    (column,) = element.clauses
    shift = "" if isinstance(column.type, Date) else ", '+8 hours'"
    return f"CAST(strftime('%Y', {compiler.process(column, **kwargs)}{shift}) AS INTEGER)"


@compiles(local_year, "postgresql")
def _year_on_postgresql(element, compiler, **kwargs) -> str:
    (column,) = element.clauses
    shift = "" if isinstance(column.type, Date) else " + INTERVAL '8 hours'"
    return f"CAST(EXTRACT(YEAR FROM {compiler.process(column, **kwargs)}{shift}) AS INTEGER)"


@dataclass(frozen=True)
class Measure:
    """One column of a table of figures: what is reckoned over the rows for which `where` holds (all, without it)."""

    label: str
    where: ColumnElement | None = None

    def expression(self) -> ColumnElement:
        raise NotImplementedError

    def within(self, expression: Any) -> ColumnElement:
        return expression if self.where is None else expression.filter(self.where)


@dataclass(frozen=True)
class Count(Measure):
    """How many rows."""

    def expression(self) -> ColumnElement:
        return self.within(func.count())


@dataclass(frozen=True)
class Sum:
    """The sum of an amount, in 分."""

    label: str
    amount: ColumnElement
    where: ColumnElement | None = None

    def expression(self) -> ColumnElement:
        total = func.sum(self.amount)
        return func.coalesce(total if self.where is None else total.filter(self.where), 0)


@dataclass(frozen=True)
class Axis:
    """By what is counted: one row for each value of `value`.

    names: value → label, in the order of the rows, all of them shown; otherwise `write` makes the label, and numbers such as years
    come latest first, words with the largest figure first.
    """

    heading: str
    value: ColumnElement
    names: Mapping[Any, str] | None = None
    write: Callable[[Any], str] = str

    def label(self, value: Any) -> str:
        return self.names.get(value, "其他") if self.names else self.write(value)

    def in_order(self, numbers: Mapping[Any, tuple[int, ...]]) -> list:
        """The values in the order of the rows."""
        if self.names:
            return [*self.names, *(each for each in numbers if each not in self.names)]
        if all(isinstance(each, int) for each in numbers):
            return sorted(numbers, reverse=True)
        return sorted(numbers, key=lambda each: (-numbers[each][0], each is None, each or ""))


@dataclass(frozen=True)
class Line:
    """One row: its value and label, and a number for each measure."""

    value: Any
    label: str
    numbers: tuple[int, ...]

    @property
    def key(self) -> str:
        """Its value as an address carries it."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class Table:
    """One figure, reckoned: its lines, their sums, and for each line the share of the longest bar in per cent."""

    figure: "Figure"
    lines: list[Line]

    @property
    def sums(self) -> tuple[int, ...]:
        return tuple(sum(each) for each in zip(*(line.numbers for line in self.lines), strict=True))

    def line(self, key: str) -> Line | None:
        return next((each for each in self.lines if each.key == key), None)

    def share(self, line: Line) -> float:
        most = max((each.numbers[0] for each in self.lines), default=0)
        return round(100 * line.numbers[0] / most, 1) if most > 0 else 0


@dataclass(frozen=True)
class Figure:
    """What is counted by what. `of` leads from the record to what is counted, when that is something below it: it takes a
    select from the record's table and answers it joined."""

    key: str
    title: str
    by: Axis
    measures: tuple[Count | Sum, ...]
    of: Callable[[Select], Select] | None = None

    @property
    def in_yuan(self) -> bool:
        return any(isinstance(each, Sum) for each in self.measures)

    def joined(self, statement: Select) -> Select:
        return self.of(statement) if self.of else statement


@dataclass(frozen=True)
class Statistics:
    """The figures of one kind of record, on one page."""

    title: str
    model: type
    permission: str
    figures: tuple[Figure, ...]

    def figure(self, key: str) -> Figure | None:
        return next((each for each in self.figures if each.key == key), None)

    def tables(self, user: User) -> list[Table]:
        """All figures for what `user` may see, each in one statement."""
        return [self.table(each, user) for each in self.figures]

    def table(self, figure: Figure, user: User) -> Table:
        columns = (figure.by.value.label("by"), *(each.expression() for each in figure.measures))
        counted = figure.joined(select(*columns).select_from(self.model)).where(self.model.reach(user, self.permission))
        numbers = {
            by: tuple(int(each or 0) for each in rest)
            for by, *rest in db.session.execute(counted.group_by(figure.by.value))
        }
        none = (0,) * len(figure.measures)
        lines = [Line(by, figure.by.label(by), numbers.get(by, none)) for by in figure.by.in_order(numbers)]
        return Table(figure, lines)

    def behind(self, figure: Figure, line: Line, measure: Count | Sum, user: User) -> list:
        """Up to 200 of the records behind one number, newest first: id, number, title, status."""
        model, value = self.model, figure.by.value
        found = figure.joined(select(model.id).select_from(model)).where(model.reach(user, self.permission))
        found = found.where(value.is_(None) if line.value is None else value == line.value)
        ids = found if measure.where is None else found.where(measure.where)
        rows = select(model.id, model.number, model.title, model.status).where(model.id.in_(ids.distinct()))
        return list(db.session.execute(rows.order_by(model.id.desc()).limit(MOST_LINES)))
