"""The year or month that figures are about, as it stands in the address; and years and months of the office in SQL."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_wtf import FlaskForm
from sqlalchemy import ColumnElement, Date, Float, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from wtforms import SelectField

from portal import clock

__all__ = ["local_time", "seconds_between"]

FIRST_YEAR = 2020


class LocalPart(FunctionElement):
    """Year or month of a day, or of a moment (of which the hour, too) as the office's calendar has it; China has kept UTC+8 since 1991."""

    type = Integer()
    inherit_cache = True
    on_sqlite = on_postgresql = ""


class local_year(LocalPart):  # noqa: N801  written like a function of SQL
    """The year, as an integer."""

    inherit_cache = True
    on_sqlite, on_postgresql = "%Y", "YEAR"


class local_month(LocalPart):  # noqa: N801
    """The month, 1 to 12."""

    inherit_cache = True
    on_sqlite, on_postgresql = "%m", "MONTH"


class local_hour(LocalPart):  # noqa: N801
    """The hour of a moment, 0 to 23."""

    inherit_cache = True
    on_sqlite, on_postgresql = "%H", "HOUR"


@compiles(LocalPart, "sqlite")
def _on_sqlite(element: LocalPart, compiler: SQLCompiler, **kwargs: Any) -> str:
    (column,) = element.clauses
    shift = "" if isinstance(column.type, Date) else ", '+8 hours'"
    return f"CAST(strftime('{element.on_sqlite}', {compiler.process(column, **kwargs)}{shift}) AS INTEGER)"


@compiles(LocalPart, "postgresql")
def _on_postgresql(element: LocalPart, compiler: SQLCompiler, **kwargs: Any) -> str:
    (column,) = element.clauses
    shift = "" if isinstance(column.type, Date) else " + INTERVAL '8 hours'"
    return f"CAST(EXTRACT({element.on_postgresql} FROM {compiler.process(column, **kwargs)}{shift}) AS INTEGER)"


class local_time(FunctionElement):  # noqa: N801
    """The time of day of a moment on the office's clock, as the text 11:30."""

    type = String()
    inherit_cache = True


@compiles(local_time, "sqlite")
def _clock_on_sqlite(element: local_time, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"strftime('%H:%M', {compiler.process(element.clauses, **kwargs)}, '+8 hours')"


@compiles(local_time, "postgresql")
def _clock_on_postgresql(element: local_time, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kwargs)} + INTERVAL '8 hours', 'HH24:MI')"


class seconds_between(FunctionElement):  # noqa: N801
    """Seconds from one moment to another, as a float."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _gap_on_sqlite(element: seconds_between, compiler: SQLCompiler, **kwargs: Any) -> str:
    first, second = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _gap_on_postgresql(element: seconds_between, compiler: SQLCompiler, **kwargs: Any) -> str:
    first, second = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({second} - {first})) AS FLOAT)"


@dataclass(frozen=True)
class Period:
    """A year, or one month of it, on the office's calendar."""

    year: int
    month: int | None = None

    def contains(self, moment: ColumnElement) -> ColumnElement:
        """The condition that a stored moment lies in it."""
        first, beyond = (self.month, self.month + 1) if self.month else (1, 13)
        return (moment >= _start(self.year, first)) & (moment < _start(self.year, beyond))


class PeriodForm(FlaskForm):
    """年份 and 月份."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    year = SelectField("年份", coerce=int)
    month = SelectField("月份", coerce=int, choices={0: "全年"} | {number: f"{number}月" for number in range(1, 13)})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        self.year.choices = {year: f"{year}年" for year in range(this_year, FIRST_YEAR - 1, -1)}

    def period(self) -> Period:
        """What was chosen; this year and all of it for what does not make sense."""
        if self.year.data not in self.year.choices:
            self.year.data = max(self.year.choices)
        if self.month.data not in self.month.choices:
            self.month.data = 0
        return Period(self.year.data, self.month.data or None)


def _start(year: int, month: int) -> datetime:
    """The first moment of a month on the office's clock; month 13 is the next January."""
    return datetime(year + (month > 12), (month - 1) % 12 + 1, 1, tzinfo=clock.SHANGHAI).astimezone(UTC)
