"""事项统计: how many cases were registered, by month, kind and status, in both statistical books. One statement."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import KINDS, STATISTICAL_KINDS, statistical_kind
from portal.cases.models import STATES, Case
from portal.extensions import db


@dataclass
class Figures:
    """Counts by month, and by kind and status in each book: `by_kind[name, status]`."""

    by_month: Counter = field(default_factory=Counter)
    by_kind: Counter = field(default_factory=Counter)
    by_statistical_kind: Counter = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.by_month.total()

    @property
    def open(self) -> int:
        return self._in(STATES.open)

    @property
    def closed(self) -> int:
        return self._in(("resolved", "archived"))

    @property
    def declined(self) -> int:
        return self._in(("declined",))

    def _in(self, statuses: tuple[str, ...]) -> int:
        return sum(count for (_, status), count in self.by_kind.items() if status in statuses)

    def months(self) -> list[tuple[str, int]]:
        """`(label, count)` of every month there is."""
        return [(f"{month}月", count) for month, count in sorted(self.by_month.items())]

    def book(self, statistical: bool = False) -> list[tuple[str, list[int], int]]:
        """`(kind, counts in the order of STATES, sum)` of every kind of one book that occurs, in its order."""
        counts, names = (self.by_statistical_kind, STATISTICAL_KINDS) if statistical else (self.by_kind, KINDS.values())
        rows = [(name, [counts[name, state.key] for state in STATES]) for name in names]
        return [(name, row, sum(row)) for name, row in rows if any(row)]

    def sums(self) -> list[int]:
        """Counts of each status over all kinds."""
        return [sum(count for (_, status), count in self.by_kind.items() if status == each.key) for each in STATES]


def figures(reader: User, year: int, month: int | None = None) -> Figures:
    """Counts of the cases registered in the reader's subtrees in `year`, or in one month of it, in the office's time zone."""
    first, last = (month, month) if month else (1, 12)
    starts = [_start(year, number) for number in range(first, last + 2)]
    within = sql_case(*((Case.created_at < end, first + place) for place, end in enumerate(starts[1:])))
    plain = (
        select(Case.kind, Case.status, within.label("month"))
        .where(reader.reach(Case, "cases.view"), Case.created_at >= starts[0], Case.created_at < starts[-1])
        .subquery()
    )
    counted = select(plain.c.kind, plain.c.status, plain.c.month, func.count()).group_by(
        plain.c.kind, plain.c.status, plain.c.month
    )
    found = Figures()
    for number in range(first, last + 1):
        found.by_month[number] = 0
    for kind, status, number, count in db.session.execute(counted):
        found.by_month[number] += count
        found.by_kind[KINDS.get(kind[:2], "其他"), status] += count
        found.by_statistical_kind[statistical_kind(kind), status] += count
    return found


def _start(year: int, month: int) -> datetime:
    """The first moment of a month on the office's clock; month 13 is the next January."""
    return datetime(year + (month > 12), (month - 1) % 12 + 1, 1, tzinfo=clock.SHANGHAI).astimezone(UTC)
