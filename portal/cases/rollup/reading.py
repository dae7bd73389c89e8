"""Numbers of a unit and its children, from the sums; or of a past day, from what was written down until then."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    text,
    union_all,
)

from portal.cases.rollup.models import ENDINGS, MEASURES, PENDING_SQL, Count, DueCount, Standing, sides
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.figures import local_month, local_year

OVERDUE = "overdue"
PLACE, MONTH = literal_column("place"), literal_column("month")  # as the columns are called that are counted by


class Counted:
    """Numbers by unit, kind and source ("" for all), measure and month; and how many are overdue in a unit."""

    def __init__(self) -> None:
        self._numbers: dict[tuple, Counter[int]] = defaultdict(Counter)
        self._overdue: Counter[int] = Counter()

    def add(self, place: int, kind: str, source: str, row: Any) -> None:
        self._overdue[place] += row.overdue
        for name in MEASURES:
            if number := getattr(row, name):
                self._numbers[place, kind, source, name][row.month] += number

    def number(
        self, place: int, measure: str, months: range | Sequence[int] = (), kind: str = "", source: str = ""
    ) -> int:
        """Of `measure` in `months`; what is open or overdue, of all months."""
        if measure == OVERDUE:
            return self._overdue[place]
        found = self._numbers.get((place, kind, source, measure), {})
        return sum(number for month, number in found.items() if measure == "open" or month in months)

    def kinds(self, place: int) -> set[str]:
        return {key[1] for key in self._numbers if key[0] == place and key[1]}

    def sources(self, place: int) -> set[str]:
        return {key[2] for key in self._numbers if key[0] == place and key[2]}


def count(
    unit: OrgUnit, children: Sequence[OrgUnit], months: Iterable[int], today: date, as_of: date | None = None
) -> Counted:
    """The numbers of `unit` and each of its `children` in `months`, and what is open and was due before `today`. With `as_of` those that stood
    at the end of that day, and what was due before it. One statement, so that all is of one moment."""
    of, found = _Of(unit, children, sorted(months)), Counted()
    day = as_of or today
    parts = (
        of.standing(day, stood_on(as_of), literal(1))
        if as_of
        else [*of.sums(day), *of.standing(day, text(PENDING_SQL), _sign())]
    )
    for row in db.session.execute(union_all(*parts)):
        if row.summed:
            found.add(row.place, row.kind, row.source, row)
            continue
        for place in {unit.id, row.place or unit.id}:
            for side in sides(row.kind, row.source) if row.kind else (("", ""),):
                found.add(place, *side, row)
    return found


class _Of:
    """What is asked for `unit`, its `children` and `months`, part by part; all have the same columns."""

    def __init__(self, unit: OrgUnit, children: Sequence[OrgUnit], months: list[int]) -> None:
        self.unit, self.children, self.months = unit, children, months

    def sums(self, day: date) -> list[Select]:
        ids = [each.id for each in self.children]
        whole = and_(Count.kind == "", Count.source == "")
        wanted = [
            Count.place_id == self.unit.id,
            Count.place_id.in_(ids) if self._kinds_below else and_(Count.place_id.in_(ids), whole),
        ]
        numbers = select(
            literal(True).label("summed"),
            Count.place_id.label("place"),
            Count.kind,
            Count.source,
            Count.month,
            *(getattr(Count, name) for name in MEASURES),
            literal(0).label(OVERDUE),
        ).where(or_(Count.month.in_(self.months), Count.open != 0))
        due = _nothing_but(literal(True), DueCount.place_id, func.sum(DueCount.open)).where(
            DueCount.place_id.in_([self.unit.id, *ids]), DueCount.day < day
        )
        return [*(numbers.where(each) for each in wanted), due.group_by(DueCount.place_id)]

    @property
    def _kinds_below(self) -> bool:
        """Above the counties each has its own list of kinds."""
        return self.unit.county_id is None

    def standing(self, day: date, which: Any, sign: ColumnElement) -> list[Select]:
        here = (self.unit.subtree_of(Standing), which)
        came = self._by_month(Standing.came_on, sign, {"came": None, "open": Standing.open.is_(True)}).where(*here)
        closed = self._by_month(
            Standing.closed_on,
            sign,
            {name: Standing.ending == name for name in ENDINGS} | {"late": Standing.late.is_(True)},
        ).where(*here)
        visited = self._by_month(
            Standing.visited_on,
            sign,
            {
                "visited": None,
                "answered": Standing.answered.is_(True),
                "solved": Standing.solved.is_(True),
                "content": Standing.content == "content",
                "fair": Standing.content == "fair",
            },
        ).where(*here)
        due = _nothing_but(literal(False), self._child(), func.sum(sign)).where(*here, Standing.due_on < day)
        return [came, closed, visited, due.group_by(PLACE)]

    def _by_month(self, on: Any, sign: ColumnElement, measures: dict[str, ColumnElement | None]) -> Select:
        month = local_year(on) * 100 + local_month(on)
        numbers = [
            func.coalesce(func.sum(sign).filter(where) if (where := measures[name]) is not None else func.sum(sign), 0)
            if name in measures
            else literal(0)
            for name in MEASURES
        ]
        inside = or_(month.in_(self.months), Standing.open.is_(True)) if "open" in measures else month.in_(self.months)
        found = select(
            literal(False).label("summed"),
            self._child().label("place"),
            Standing.kind,
            Standing.source,
            month.label("month"),
            *(each.label(name) for each, name in zip(numbers, MEASURES, strict=True)),
            literal(0).label(OVERDUE),
        )
        return found.where(on.is_not(None), inside).group_by(PLACE, Standing.kind, Standing.source, MONTH)

    def _child(self) -> ColumnElement:
        """The child to which a standing belongs; NULL for those of the unit itself."""
        levels: dict[str, list[int]] = defaultdict(list)
        for each in self.children:
            levels[each.level].append(each.id)
        whens = [
            (column.in_(ids), column)
            for level, ids in levels.items()
            if (column := getattr(Standing, level)) is not None
        ]
        return case(*whens, else_=cast(null(), Integer)) if whens else cast(null(), Integer)


def _nothing_but(summed: ColumnElement, place: Any, overdue: ColumnElement) -> Select:
    return select(
        summed.label("summed"),
        place.label("place"),
        literal_column("''", String).label("kind"),
        literal_column("''", String).label("source"),
        literal(0).label("month"),
        *(literal(0).label(name) for name in MEASURES),
        overdue.label(OVERDUE),
    )


def stood_on(day: date | None) -> ColumnElement[bool]:
    """The condition: stood so at the end of `day`, or (None) stands so now."""
    still = Standing.until.is_(None)
    return still if day is None else and_(Standing.since <= day, or_(still, Standing.until > day))


def _sign() -> ColumnElement:
    return case((Standing.until.is_(None), 1), else_=-1)
