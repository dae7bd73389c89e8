"""How far a list that is filtered or searched is read at once, so that what is rare does not cost the whole table (docs/adr/0060).

A list is made of parts, each read in its own order. Where filters or words leave only some of the rows, each part is read up to `MOST_READ` rows
beyond where the page begins (what binds `how_far` may say another number): the page says how far that was, and goes on from there.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Column,
    Date,
    Integer,
    Select,
    bindparam,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.sql.visitors import replacement_traverse

from portal.org.models import LEVELS
from portal.web.pages.paging import COUNT_CAP

MOST_READ = 1_000  # rows
AT_A_GLANCE = 500  # of each list, for the search in the header, which asks them all
HOW_FAR = bindparam("how_far", callable_=lambda: MOST_READ, type_=Integer())
MOST_FOUND = 500  # rows found by an index of their own that are looked at beyond


class Part(NamedTuple):
    """Some of the rows a reader may see; no row is in two parts. `rows`: a select of their ids. `moment`, `ident`: the columns by which they are
    read in order. `bare`: a select of the same rows for their order and number alone, without what only filters need. `along`: a select of these and
    perhaps others in the same order, by which it is found how far to read."""

    rows: Select
    moment: Any
    ident: Any
    bare: Select | None = None
    along: Select | None = None

    @property
    def alone(self) -> Select:
        """The rows with as little beside them as may be."""
        return self.rows if self.bare is None else self.bare

    def of(self, *wanted: Any) -> "Part":
        return self._replace(rows=self.rows.where(*wanted), bare=None) if wanted else self

    def ahead(self, oldest_first: bool) -> "Part":
        """What comes after the row that `:after` and `:after_id` name."""
        here = tuple_(self.moment, self.ident)
        last = tuple_(bindparam("after", type_=self.moment.type), bindparam("after_id"))
        after = here > last if oldest_first else here < last
        bare, along = (None if each is None else each.where(after) for each in (self.bare, self.along))
        return self._replace(rows=self.rows.where(after), bare=bare, along=along)

    def first(self, oldest_first: bool, most: int) -> Select:
        """Id and place in the order of the first rows."""
        keys = (self.moment, self.ident)
        order = keys if oldest_first else tuple(each.desc() for each in keys)
        rows = self.alone.add_columns(self.moment.label("paged_by")).order_by(*order).limit(most)
        return select(rows.subquery())

    def number(self) -> Any:
        """How many there are, at most one more than the cap."""
        return select(func.count()).select_from(self.alone.limit(COUNT_CAP + 1).subquery()).scalar_subquery()


class Found(NamedTuple):
    """The keys of a page, with columns that say how many there are in all, and of what is read in pieces the moment up to which it was
    read (`until`) and counted (`counted_until`), NULL where that is the end of the list."""

    keys: Any
    about: list
    in_pieces: bool = False

    def laid_out(self, lines: Select, ident: Any, oldest_first: bool, most: int) -> Select:
        """The page: the first of `lines`, with `paged_by` and what is said about all. Of what is read in pieces it has a row also where nothing
        was found, which says how far that was: with no id."""
        rows = lines.add_columns(self.keys.c.paged_by).join(self.keys, self.keys.c.id == ident)
        if not self.in_pieces:
            return rows.add_columns(*self.about).order_by(*_order(self.keys, oldest_first)).limit(most)
        page = rows.order_by(*_order(self.keys, oldest_first)).limit(most).subquery("page")
        about = select(*self.about).subquery("about")
        return select(page, about).select_from(about.outerjoin(page, true())).order_by(*_order(page, oldest_first))


def _order(rows: Any, oldest_first: bool) -> tuple:
    order = (rows.c.paged_by, rows.c.id)
    return order if oldest_first else tuple(each.desc() for each in order)


def whole(parts: Sequence[Part], oldest_first: bool, *, onward: bool, most: int, counted: bool) -> Found:
    """The first rows of a list of which all are wanted."""
    firsts = [(each.ahead(oldest_first) if onward else each).first(oldest_first, most) for each in parts]
    total = reduce(add, (each.number() for each in parts)).label("total")
    return Found(together(firsts).subquery("found"), [total] if counted else [])


def within(
    parts: Sequence[Part],
    wanted: Sequence,
    known: Sequence[Part],
    oldest_first: bool,
    *,
    onward: bool,
    most: int,
    counted: bool,
) -> Found:
    """The first rows of a list of which only the `wanted` are, read no further than `MOST_READ`. `known`: parts with wanted rows that an index of
    their own finds: of them also what lies beyond."""
    until = _end(parts, oldest_first, onward)
    near = [_up_to(each, until, oldest_first).of(*wanted) for each in parts]
    beyond = [each.of(_beyond(each, until, oldest_first)) for each in known]
    if onward:
        near, beyond = ([each.ahead(oldest_first) for each in some] for some in (near, beyond))
    firsts = [each.first(oldest_first, most if onward or not counted else COUNT_CAP + 1) for each in near]
    about = [_moment(until).label("until")]
    if counted and onward:
        total, counted_until = counted_within(parts, wanted, oldest_first)
        about += [total.label("total"), counted_until.label("counted_until")]
    elif counted:  # what is counted begins with the page: it is read once for both
        matched = together(firsts).cte()
        firsts = [_first_of(matched, oldest_first, most)]  # the rest is counted, and joined with nothing
        total = select(func.count()).select_from(matched).scalar_subquery()
        about += [total.label("total"), _moment(until).label("counted_until")]
    firsts += [each.first(oldest_first, most) for each in beyond]
    return Found(together(firsts).subquery("found"), about, in_pieces=True)


def counted_within(parts: Sequence[Part], wanted: Sequence, oldest_first: bool) -> tuple[Any, Any]:
    """How many rows of the list are `wanted`, as far as it is read from its beginning, and up to where that is."""
    until = _end(parts, oldest_first, onward=False)
    return reduce(add, (_up_to(each, until, oldest_first).of(*wanted).number() for each in parts)), _moment(until)


def unindexed(condition: Any, table: Any = None) -> Any:
    """`condition` so written that no index on the place of a row (of `table`, or of any) is taken for it: the few that are meant are looked up by themselves."""

    def plain(element: Any, **_: Any) -> Any:
        asked = isinstance(element, Column) and (table is None or element.table is table)
        of_place = asked and element.name in (*LEVELS, "unit_id")
        return element + 0 if of_place else None

    return replacement_traverse(condition, {}, plain)


def _end(parts: Sequence[Part], oldest_first: bool, onward: bool) -> CTE:
    """One row with the moment of the row behind `MOST_READ` others; of several parts the one that is reached first, for beyond it not all were read.
    The moment itself is read: what came then comes together."""
    ends = [_moment_behind(each.ahead(oldest_first) if onward else each, oldest_first) for each in parts]
    moments = together(ends).subquery()
    nearest = func.min if oldest_first else func.max
    return select(nearest(moments.c.at, type_=parts[0].moment.type).label("at")).cte()


def _moment_behind(part: Part, oldest_first: bool) -> Select:
    rows = part.alone if part.along is None else part.along
    moments = rows.with_only_columns(part.moment.label("at"), maintain_column_froms=True)
    order = part.moment if oldest_first else part.moment.desc()
    return select(moments.order_by(order).limit(1).offset(HOW_FAR).subquery())


def _up_to(part: Part, until: CTE, oldest_first: bool) -> Part:
    kind = part.moment.type
    day = date.max if oldest_first else date.min
    last = day if isinstance(kind, Date) else datetime.combine(day, datetime.min.time(), UTC)
    end_of_part = func.coalesce(_moment(until), literal(last, kind), type_=kind)
    return part.of(part.moment <= end_of_part if oldest_first else part.moment >= end_of_part)


def _moment(until: CTE) -> Any:
    return select(until.c.at).scalar_subquery()


def _beyond(part: Part, until: CTE, oldest_first: bool) -> Any:
    return part.moment > _moment(until) if oldest_first else part.moment < _moment(until)


def _first_of(keys: CTE, oldest_first: bool, most: int) -> Select:
    first = select(keys.c.id, keys.c.paged_by).order_by(*_order(keys, oldest_first)).limit(most)
    return select(first.subquery())


def first_ids(parts: Sequence[Part], oldest_first: bool, most: int) -> Select:
    """The ids of the first `most` rows of a list, in its order: no more of each part is read and sorted than that, however many there are."""
    found = select(together([each.first(oldest_first, most) for each in parts]).subquery()).subquery("found")
    keys = (found.c.paged_by, found.c.id)
    return select(found.c.id).order_by(*(keys if oldest_first else (each.desc() for each in keys))).limit(most)


def put_in_order(parts: Sequence[Part], moment: Any) -> list[Part]:
    """Of what is read whole, the parts that stand by `moment`: found by an index that holds nothing else and sorted then, not read in an order in
    which much else stands."""
    sorted_by = func.coalesce(moment, moment)
    return [each._replace(moment=sorted_by) if each.moment is moment else each for each in parts]


def together(several: Sequence[Select]) -> Any:
    """The rows of all of `several`."""
    return several[0] if len(several) == 1 else union_all(*several)
