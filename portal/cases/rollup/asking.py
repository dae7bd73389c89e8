"""The one statement by which numbers of a unit and its children are read: sums, and standings that they do not hold or hold too many of."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
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

from portal.cases.rollup.adding import Which, measured, moved
from portal.cases.rollup.measures import DAYS, MEASURES, OVERDUE
from portal.cases.rollup.models import (
    EVER,
    PENDING_SQL,
    Change,
    Count,
    DueCount,
    Standing,
    WasDue,
    stood_in,
    wide,
)
from portal.cases.rollup.months import Base, changed_within, stood_on
from portal.org.models import OrgUnit

PLACE: ColumnElement = literal_column("place")  # as the columns are called that are counted by
SPAN: ColumnElement = literal_column("span")
NONE = literal_column("''", String)


def asked(
    unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int], day: date, past: bool, base: Base | None
) -> CompoundSelect:
    """Rows (place, kind, source, span, each measure, overdue, summed) of `unit`, its `children` and `months`, with what was due before `day`; past: as
    they stood at its end. `base`: the changes that are kept and say what stood then or later; None: the sums of now do.
    """
    of = _Of(unit, children, months)
    if past and not wide(unit.level):
        return union_all(*of.standing(day, [(1, [stood_on(day), stood_in(unit)])]))
    which: list[Which] = [] if base else [(_pending(), [text(PENDING_SQL), of.among_few()])]
    if past:
        since = changed_within(day, base.last if base else None)
        which += [(-sign, [*changed, of.among_few()]) for sign, changed in since]
    return union_all(*of.sums(day, base), *of.standing(day, which))


def _pending() -> ColumnElement:
    return case((Standing.until.is_(None), 1), else_=-1)


class _Of:
    """What is asked for `unit`, its `children` and `months`, part by part; all have the same columns."""

    def __init__(self, unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int]) -> None:
        self.unit, self.children = unit, children
        self.months = sorted({*months, *(each - 100 for each in months)})
        self.first, self.last = months[0], months[-1]

    @property
    def _kinds_below(self) -> bool:
        """Above the counties each has its own list of kinds."""
        return self.unit.county_id is None

    def _asked(self, month: Any) -> ColumnElement[bool]:
        return or_(
            month.between(self.first, self.last), month.between(self.first - 100, self.last - 100), month == EVER
        )

    def _span(self, month: Any) -> ColumnElement[int]:
        """A month that stands for all that are asked for like it: those of the span, those of the year before, and those of both."""
        first, last = self.first, self.last
        if last - 100 < first:  # they do not meet
            return case(
                (month.between(first, last), first), (month.between(first - 100, last - 100), last - 100), else_=EVER
            )
        both = month.between(first, last - 100)
        before = month.between(first - 100, first - 1)
        return case((both, first), (month.between(first, last), last), (before, first - 100), else_=EVER)

    def sums(self, day: date, base: Base | None) -> list[Select]:
        """From the sums of now; or with `base` of what changed until then, and what was open then."""
        model, due, at = (Change, WasDue, [WasDue.at == base.number]) if base else (Count, DueCount, [])
        counting: list[ColumnElement[bool]] = [Count.month.in_([EVER, *self.months])]
        if base:
            until_then = and_(Change.month.in_(self.months), Change.changed <= base.month)
            of_its_own = [EVER, *([] if base.number == base.month else self.months)]
            counting = [until_then, and_(Change.month.in_(of_its_own), Change.changed == base.number)]
        ids = [each.id for each in self.children]
        whole = and_(model.kind == "", model.source == "")
        below = model.place_id.in_(ids)
        parts = [
            self._summed(model, model.month, and_(model.place_id.in_([self.unit.id, *ids]), whole)),
            self._summed(model, self._span(model.month), and_(model.place_id == self.unit.id, not_(whole))),
        ]
        if self._kinds_below:
            parts.append(self._summed(model, self._span(model.month), and_(below, model.kind != "")))
        overdue = _only_overdue(literal(True), due.place_id, func.sum(due.open)).where(
            due.place_id.in_([self.unit.id, *ids]), due.day < day, *at
        )
        return [*(each.where(which) for each in parts for which in counting), overdue.group_by(PLACE)]

    def _summed(self, model: Any, month: Any, where: ColumnElement[bool]) -> Select:
        found = select(
            model.place_id.label("place"),
            model.kind.label("kind"),
            model.source.label("source"),
            month.label("span"),
            *(func.sum(getattr(model, name)).label(name) for name in MEASURES),
            literal(0).label(OVERDUE),
            literal(True).label("summed"),
        )
        return found.where(where).group_by(model.place_id, model.kind, model.source, SPAN)

    def among_few(self) -> ColumnElement[bool]:
        """What stands in the unit, of those that an index of its own names: `+ 0` keeps the database from reading all of the unit instead. No index that
        may be taken begins with the township, and those by day have it."""
        column = getattr(Standing, self.unit.level)
        return (column if self.unit.level == "township_id" else column + 0) == self.unit.id

    def standing(self, day: date, which: Sequence[Which]) -> list[Select]:
        """From what was written down, of the standings `which`."""
        overdue = func.coalesce(Standing.due_on < day, False)
        rows = moved(which, child=self._child(), overdue=overdue)
        found: list[Select] = []
        for kind, source in ((NONE, NONE), (rows.c.kind, NONE), (NONE, rows.c.source)):
            whole = kind is source
            place = rows.c.child if whole or (self._kinds_below and kind is not NONE) else cast(null(), Integer)
            found += [self._dated(rows, place, kind, source, whole, of, keys) for of, keys in DAYS.items()]
        due = _only_overdue(literal(False), rows.c.child, func.sum(rows.c.number)).where(rows.c.overdue.is_(True))
        return [*found, due.group_by(PLACE)]

    def _dated(
        self,
        rows: CTE,
        place: ColumnElement,
        kind: ColumnElement,
        source: ColumnElement,
        whole: bool,
        day: str,
        measures: Sequence[str],
    ) -> Select:
        month = rows.c[day]
        found = select(
            place.label("place"),
            kind.label("kind"),
            source.label("source"),
            (month if whole else self._span(month)).label("span"),
            *measured(rows, measures),
            literal(0).label(OVERDUE),
            literal(False).label("summed"),
        )
        return found.where(self._asked(month)).group_by(
            PLACE, SPAN, *(each for each in (kind, source) if each is not NONE)
        )

    def _child(self) -> ColumnElement:
        """The child to which a standing belongs; NULL for those of the unit itself."""
        levels: dict[str, list[int]] = defaultdict(list)
        for each in self.children:
            levels[each.level].append(each.id)
        whens = [(getattr(Standing, level).in_(ids), getattr(Standing, level)) for level, ids in levels.items()]
        return case(*whens, else_=cast(null(), Integer)) if whens else cast(null(), Integer)


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
