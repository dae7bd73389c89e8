"""The one statement by which numbers of a unit and its children are read: sums, and standings that they do not hold or hold too many of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
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
    null,
    or_,
    select,
    text,
    union_all,
)

from portal.cases.rollup.adding import Which, measured, moved
from portal.cases.rollup.blocks import cover
from portal.cases.rollup.measures import DAYS, MEASURES, OVERDUE
from portal.cases.rollup.models import (
    EVER,
    OF_NOW,
    PENDING_SQL,
    WIDE,
    Change,
    Count,
    DueCount,
    Standing,
    WasDue,
    stood_in,
)
from portal.cases.rollup.months import changed_within, stood_on
from portal.cases.rollup.units import Base, Bases
from portal.org.models import OrgUnit

PLACE: ColumnElement = literal_column("place")  # as the columns are called that are counted by
SPAN: ColumnElement = literal_column("span")
NONE = literal_column("''", String)


def asked(
    unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int], day: date, past: bool, bases: Bases
) -> CompoundSelect:
    """Rows (place, kind, source, span, each measure, overdue, summed) of `unit`, its `children` and `months`, with what was due before `day`; past: as
    they stood at its end, from `bases`.
    """
    of = _Of(unit, children, months)
    if bases.left:
        return union_all(*of.standing(day, [(1, [stood_on(day), stood_in(unit)])]))
    whole, apart = (of.since(day if past else None, base) for base in (bases.whole, bases.apart))
    if bases.whole == bases.apart:
        rows = of.standing(day, whole)
    else:
        rows = [*of.standing(day, whole, apart=False), *of.standing(day, apart, whole=False)]
    return union_all(*of.sums(day, bases), *rows)


def _pending() -> ColumnElement:
    return case((Standing.until.is_(None), 1), else_=-1)


class _Of:
    """What is asked for `unit`, its `children` and `months`, part by part; all have the same columns."""

    def __init__(self, unit: OrgUnit, children: Sequence[OrgUnit], months: Sequence[int]) -> None:
        self.unit, self.children = unit, children
        self.months = sorted({*months, *(each - 100 for each in months)})
        self.first, self.last = months[0], months[-1]
        self._ids = [unit.id, *(each.id for each in children)]

    @property
    def _kinds_below(self) -> bool:
        """Above the counties each has its own list of kinds."""
        return self.unit.county_id is None

    def _asked(self, month: Any) -> ColumnElement[bool]:
        return or_(
            month.between(self.first, self.last), month.between(self.first - 100, self.last - 100), month == EVER
        )

    def _spans(self) -> dict[int, list[int]]:
        """Months that are asked for alike, by one that stands for them: those of the span, those of the year before, and those of both."""
        first, last = self.first, self.last
        found = defaultdict[int, list[int]](list)
        for each in self.months:
            found[first if first <= each <= last - 100 else last if each >= first else first - 100].append(each)
        return found

    def _span(self, month: Any) -> ColumnElement[int]:
        """That month; EVER of what is in none."""
        return case(*((month.in_(months), span) for span, months in self._spans().items()), else_=EVER)

    def since(self, day: date | None, base: Base | None) -> list[Which]:
        """What is not in the sums of `base`, or of now (None), and what is to be taken off to have those of the end of `day` (None: of now)."""
        which: list[Which] = [] if base else [(_pending(), [text(PENDING_SQL), self.among_few()])]
        if day:
            changed = changed_within(day, base.last if base else None)
            which += [(-sign, [*where, self.among_few()]) for sign, where in changed]
        return which

    def sums(self, day: date, bases: Bases) -> list[Select]:
        """From the sums of now; or with a base of what changed until then, and what was open then."""
        base = bases.whole
        due, at = (WasDue, [WasDue.at == base.number]) if base else (DueCount, [])
        overdue = _only_overdue(literal(True), due.place_id, func.sum(due.open)).where(
            due.place_id.in_(self._ids), due.day < day, *at
        )
        whole = (
            _summed(model, model.month, self._whole(model), *which) for model, which in self._counting(bases.whole)
        )
        apart = self._until(bases.apart) if bases.apart else self._of_now()
        return [*whole, *apart, overdue.group_by(PLACE)]

    def _counting(self, base: Base | None) -> list[tuple[Any, list[ColumnElement[bool]]]]:
        """The sums, and which of them are added."""
        if not base:
            return [(Count, [Count.month.in_([EVER, *self.months])])]
        of_its_own = [EVER, *([] if base.number == base.month else self.months)]
        until_then = [Change.month.in_(self.months), Change.changed <= base.month]
        return [(Change, until_then), (Change, [Change.month.in_(of_its_own), Change.changed == base.number])]

    def _until(self, base: Base) -> Iterator[Select]:
        for model, which in self._counting(base):
            for where, _ in self._apart(model):
                yield _summed(model, self._span(model.month), where, *which)

    def _of_now(self) -> Iterator[Select]:
        for where, joined in self._apart(Count):
            if joined:
                yield _summed(Count, literal(EVER), where, Count.month == EVER)
                for span, months in self._spans().items():
                    yield _joined(span, cover(months), where)
            else:
                asked = [which for _, which in self._counting(None)]
                yield _summed(Count, self._span(Count.month), where, *asked[0])

    def _whole(self, model: Any) -> ColumnElement[bool]:
        """Sums of all cases of the unit and each child."""
        return and_(model.place_id.in_(self._ids), model.kind == "", model.source == "")

    def _apart(self, model: Any) -> Iterator[tuple[ColumnElement[bool], bool]]:
        """Sums by kind and source of the unit, and by kind of each child where its kinds are asked for; and whether there are such of quarters and years."""
        apart = or_(model.kind != "", model.source != "")
        yield and_(model.place_id == self.unit.id, apart), _is_joined(self.unit)
        if self._kinds_below:
            for joined, units in groupby(sorted(self.children, key=_is_joined), key=_is_joined):
                yield and_(model.place_id.in_([each.id for each in units]), model.kind != ""), joined

    def among_few(self) -> ColumnElement[bool]:
        """What stands in the unit, of those that an index of its own names: `+ 0` keeps the database from reading all of the unit instead. No index that
        may be taken begins with the township, and those by day have it; below the townships one begins with the unit and goes on by the day."""
        column = getattr(Standing, self.unit.level)
        return (column + 0 if self.unit.level in WIDE[:2] else column) == self.unit.id

    def standing(self, day: date, which: Sequence[Which], whole: bool = True, apart: bool = True) -> list[Select]:
        """From what was written down, of the standings `which`: of all, and by kind and source."""
        overdue = func.coalesce(Standing.due_on < day, False)
        rows = moved(which, name="moved" if whole else "moved_apart", child=self._child(), overdue=overdue)
        found: list[Select] = []
        for kind, source in ((NONE, NONE), (rows.c.kind, NONE), (NONE, rows.c.source)):
            of_all = kind is source
            if whole if of_all else apart:
                place = rows.c.child if of_all or (self._kinds_below and kind is not NONE) else cast(null(), Integer)
                found += [self._dated(rows, place, kind, source, of_all, of, keys) for of, keys in DAYS.items()]
        if whole:
            due = _only_overdue(literal(False), rows.c.child, func.sum(rows.c.number)).where(rows.c.overdue.is_(True))
            found.append(due.group_by(PLACE))
        return found

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


def _is_joined(unit: OrgUnit) -> bool:
    return unit.level in OF_NOW.joined


def _joined(span: int, blocks: Mapping[int, int], where: ColumnElement[bool]) -> Select:
    """The sums of now of `blocks` (see `cover`), as those of `span`."""
    off = [block for block, sign in blocks.items() if sign < 0]
    sign = case((Count.month.in_(off), -1), else_=1) if off else 1
    return _summed(Count, literal(span), where, Count.month.in_(list(blocks)), sign=sign)


def _summed(model: Any, month: Any, *where: ColumnElement[bool], sign: Any = 1) -> Select:
    found = select(
        model.place_id.label("place"),
        model.kind.label("kind"),
        model.source.label("source"),
        month.label("span"),
        *(func.sum(getattr(model, name) * sign).label(name) for name in MEASURES),
        literal(0).label(OVERDUE),
        literal(True).label("summed"),
    )
    return found.where(*where).group_by(model.place_id, model.kind, model.source, SPAN)


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
