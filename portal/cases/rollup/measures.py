"""What is counted of cases: of each measure what it is called, by which day it counts, and which standings count. Nothing else says it again.

The columns of `Count` bear the keys of MEASURES.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, true

from portal.cases.rollup.models import EVER, Standing, month_of

WHENEVER = "whenever"  # the day of what counts by none


class Measure(NamedTuple):
    """`day`: the column of Standing in whose month it counts, or WHENEVER. `where`: what the other columns say then."""

    label: str
    day: str
    where: Mapping[str, bool | str] = {}

    @property
    def lasting(self) -> bool:
        """Whether what is so counts whenever it came; else only what came about in the months that are asked for."""
        return self.day == WHENEVER

    def holds(self, row: Any) -> bool:
        """Whether a standing that has the day counts."""
        return all(getattr(row, name) == value for name, value in self.where.items())

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same in SQL."""
        return self.condition_on({name: getattr(Standing, name) for name in self.where})

    def condition_on(self, columns: Any) -> ColumnElement[bool]:
        """The same of the columns of a statement, by name."""
        return and_(true(), *(_is(columns[name], value) for name, value in self.where.items()))


def _is(column: Any, value: bool | str) -> ColumnElement[bool]:
    return column.is_(value) if isinstance(value, bool) else column == value


MEASURES = {
    "came": Measure("收件", "came_on"),
    "open": Measure("未办结", WHENEVER, {"open": True}),
    "settled": Measure("办理完毕", "closed_on", {"ending": "settled"}),
    "declined": Measure("不予受理", "closed_on", {"ending": "declined"}),
    "withdrawn": Measure("申请人撤回", "closed_on", {"ending": "withdrawn"}),
    "late": Measure("超期办结", "closed_on", {"late": True}),
    "visited": Measure("回访", "visited_on"),
    "answered": Measure("及时回应", "visited_on", {"answered": True}),
    "solved": Measure("解决", "visited_on", {"solved": True}),
    "content": Measure("满意", "visited_on", {"content": "content"}),
    "fair": Measure("基本满意", "visited_on", {"content": "fair"}),
}
CLOSED, OVERDUE = (
    "closed",
    "overdue",
)  # 办结: however it ended; 已超期: open, and due before a day, which no sum by month tells
ENDINGS = ("settled", "declined", "withdrawn")
LABELS = {key: each.label for key, each in MEASURES.items()} | {CLOSED: "办结", OVERDUE: "已超期"}
DAYS = {
    day: [key for key, each in MEASURES.items() if each.day == day]
    for day in dict.fromkeys(each.day for each in MEASURES.values())
}
DATED = tuple(day for day in DAYS if day != WHENEVER)


def parts_of(what: str) -> tuple[str, ...]:
    """The measures whose sum `what` is."""
    return ENDINGS if what == CLOSED else (what,)


def parts(row: Any, days: Iterable[str] = tuple(DAYS)) -> Iterator[tuple[int, list[str]]]:
    """In which months a standing counts by `days`, and under which measures, once each."""
    for day in days:
        if day == WHENEVER:
            month = EVER
        elif on := getattr(row, day):
            month = month_of(on)
        else:
            continue
        yield month, [key for key in DAYS[day] if MEASURES[key].holds(row)]
