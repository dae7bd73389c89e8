"""Numbers of a unit and its children, from the sums; or of a past day, from what was written down until then."""

from collections import Counter, defaultdict
from collections.abc import Sequence
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
    not_,
    null,
    or_,
    select,
    text,
    union_all,
)

from portal.cases.rollup.measures import DAYS, MEASURES, OVERDUE, parts_of
from portal.cases.rollup.models import PENDING_SQL, Count, DueCount, Standing
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.figures import local_month, local_year

PLACE, SPAN = literal_column("place"), literal_column("span")  # as the columns are called that are counted by
RECENT = 92  # days back to which less has changed than there is
NONE = literal_column("''", String)


class Counted:
    """Numbers by unit, kind or source ("" for all), measure and month; and how many are overdue in a unit.

    By month only those of all kinds and sources; else those of the months asked for, of the same months of the year before, and of both.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple, Counter[int]] = defaultdict(Counter)
        self._overdue: Counter[int] = Counter()

    def add(self, place: int, row: Any) -> None:
        self._overdue[place] += row.overdue
        for name, number in zip(MEASURES, row[4:], strict=False):
            if number:
                self._numbers[place, row.kind, row.source, name][row.span] += number

    def number(self, place: int, measure: str, months: Sequence[int] = (), kind: str = "", source: str = "") -> int:
        """Of `measure` (of LABELS) in `months`; what is open or overdue, of all months."""
        if measure == OVERDUE:
            return self._overdue[place]
        return sum(
            number
            for part in parts_of(measure)
            for month, number in self._numbers.get((place, kind, source, part), {}).items()
            if MEASURES[part].lasting or month in months
        )

    def kinds(self, place: int) -> set[str]:
        return {key[1] for key in self._numbers if key[0] == place and key[1]}

    def sources(self, place: int) -> set[str]:
        return {key[2] for key in self._numbers if key[0] == place and key[2]}


def count(
    unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int], today: date, as_of: date | None = None
) -> Counted:
    """The numbers of `unit` and each of its `children` in `months` (all from the first to the last) and a year before, and what is open and was
    due before `today`. With `as_of` those that stood at the end of that day, and what was due before it: of a recent day from the sums of
    now, without what has changed since. One statement, so that all is of one moment."""
    of, found = _Of(unit, children, months), Counted()
    if as_of and (today - as_of).days > RECENT:
        parts = of.standing(as_of, [stood_on(as_of), *of.here()], literal(1))
    else:
        day = as_of or today
        parts = [*of.sums(day), *of.standing(day, [text(PENDING_SQL), of.among_few()], _sign())]
        for sign, changed in _since(as_of) if as_of else ():
            parts += of.standing(day, [*changed, of.among_few()], literal(sign))
    for row in db.session.execute(union_all(*parts)):
        for place in {row.place} if row.summed else {unit.id, row.place or unit.id}:
            found.add(place, row)
    return found


class _Of:
    """What is asked for `unit`, its `children` and `months`, part by part; all have the same columns."""

    def __init__(self, unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int]) -> None:
        self.unit, self.children = unit, children
        self.first, self.last = months[0], months[-1]

    @property
    def _kinds_below(self) -> bool:
        """Above the counties each has its own list of kinds."""
        return self.unit.county_id is None

    def _asked(self, month: ColumnElement) -> ColumnElement[bool]:
        return or_(month.between(self.first, self.last), month.between(self.first - 100, self.last - 100))

    def _span(self, month: ColumnElement) -> ColumnElement[int]:
        """A month that stands for all that are asked for like it: those of the span, those of the year before, and those of both."""
        first, last = self.first, self.last
        if last - 100 < first:  # they do not meet
            return case(
                (month.between(first, last), first), (month.between(first - 100, last - 100), last - 100), else_=0
            )
        both = month.between(first, last - 100)
        return case((both, first), (month.between(first, last), last), (month < first, first - 100), else_=0)

    def sums(self, day: date) -> list[Select]:
        ids = [each.id for each in self.children]
        whole = and_(Count.kind == "", Count.source == "")
        wanted = or_(self._asked(Count.month), Count.open != 0)
        below = Count.place_id.in_(ids)
        parts = [
            self._summed(Count.month, and_(Count.place_id.in_([self.unit.id, *ids]), whole)),
            self._summed(self._span(Count.month), and_(Count.place_id == self.unit.id, not_(whole))),
        ]
        if self._kinds_below:
            parts.append(self._summed(self._span(Count.month), and_(below, Count.kind != "")))
        due = _only_overdue(literal(True), DueCount.place_id, func.sum(DueCount.open)).where(
            DueCount.place_id.in_([self.unit.id, *ids]), DueCount.day < day
        )
        return [*(each.where(wanted) for each in parts), due.group_by(PLACE)]

    def _summed(self, month: ColumnElement, where: ColumnElement[bool]) -> Select:
        found = select(
            Count.place_id.label("place"),
            Count.kind.label("kind"),
            Count.source.label("source"),
            month.label("span"),
            *(func.sum(getattr(Count, name)).label(name) for name in MEASURES),
            literal(0).label(OVERDUE),
            literal(True).label("summed"),
        )
        return found.where(where).group_by(Count.place_id, Count.kind, Count.source, SPAN)

    def here(self) -> list[ColumnElement[bool]]:
        """What stands in the unit; the county besides, for by that the index begins."""
        county = [Standing.county_id == self.unit.county_id] if self.unit.county_id else []
        return [self.unit.subtree_of(Standing), *county]

    def among_few(self) -> ColumnElement[bool]:
        """The same of those that an index of its own names: `+ 0` keeps the database from reading all of the unit instead."""
        return getattr(Standing, self.unit.level) + 0 == self.unit.id

    def standing(self, today: date, which: Sequence[Any], sign: ColumnElement) -> list[Select]:
        """From what was written down, where `which` holds."""
        found: list[Select] = []
        for kind, source in ((NONE, NONE), (Standing.kind, NONE), (NONE, Standing.source)):
            whole = kind is source
            place = self._child() if whole or (self._kinds_below and kind is not NONE) else cast(null(), Integer)
            found += [self._dated(place, kind, source, whole, sign, day, keys) for day, keys in DAYS.items()]
        due = (
            _only_overdue(literal(False), self._child(), func.sum(sign)).where(Standing.due_on < today).group_by(PLACE)
        )
        return [each.where(*which) for each in (*found, due)]

    def _dated(
        self,
        place: ColumnElement,
        kind: ColumnElement,
        source: ColumnElement,
        whole: bool,
        sign: ColumnElement,
        day: str,
        measures: Sequence[str],
    ) -> Select:
        on = getattr(Standing, day)
        month = local_year(on) * 100 + local_month(on)
        found = select(
            place.label("place"),
            kind.label("kind"),
            source.label("source"),
            (month if whole else self._span(month)).label("span"),
            *(_measured(measures, name, sign).label(name) for name in MEASURES),
            literal(0).label(OVERDUE),
            literal(False).label("summed"),
        )
        asked = self._asked(month)
        wanted = or_(asked, *(MEASURES[each].condition for each in measures if MEASURES[each].lasting))
        return found.where(on.is_not(None), wanted).group_by(
            PLACE, SPAN, *(each for each in (kind, source) if each is not NONE)
        )

    def _child(self) -> ColumnElement:
        """The child to which a standing belongs; NULL for those of the unit itself."""
        levels: dict[str, list[int]] = defaultdict(list)
        for each in self.children:
            levels[each.level].append(each.id)
        whens = [(getattr(Standing, level).in_(ids), getattr(Standing, level)) for level, ids in levels.items()]
        return case(*whens, else_=cast(null(), Integer)) if whens else cast(null(), Integer)


def _measured(measures: Sequence[str], name: str, sign: ColumnElement) -> ColumnElement:
    if name not in measures:
        return literal(0)
    total = func.sum(sign)
    return func.coalesce(total.filter(MEASURES[name].condition), 0) if MEASURES[name].where else total


def _only_overdue(summed: ColumnElement, place: Any, overdue: ColumnElement) -> Select:
    return select(
        place.label("place"),
        NONE.label("kind"),
        NONE.label("source"),
        literal(0).label("span"),
        *(literal(0).label(name) for name in MEASURES),
        overdue.label(OVERDUE),
        summed.label("summed"),
    )


def stood_on(day: date | None) -> ColumnElement[bool]:
    """The condition: stood so at the end of `day`, or (None) stands so now."""
    still = Standing.until.is_(None)
    return still if day is None else and_(Standing.since <= day, or_(still, Standing.until > day))


def _since(day: date) -> tuple[tuple[int, tuple], ...]:
    """What is to be added to the sums of now, or taken off, to have those of the end of `day`: what began since, and what ended since. Each
    is read from an index of its own."""
    began = Standing.until.is_(None), Standing.since > day
    ended = Standing.until > day, Standing.since <= day
    return (-1, began), (1, ended)


def _sign() -> ColumnElement:
    return case((Standing.until.is_(None), 1), else_=-1)
