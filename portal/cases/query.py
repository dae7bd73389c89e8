"""SQL of the case list. A statement is built once per filter set and scope level and cached; values are bound when it runs.

A user sees the cases of their own units and those handed to these units. Each part is read in the order of its own index
and the parts are merged, so that the cost of a page does not grow with the table (docs/adr/0001).
"""

from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select, text, tuple_, union_all

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import codes_under
from portal.cases.models import STATES, Assignment, Case
from portal.cases.models.states import OPEN_SQL
from portal.columns import UtcDateTime
from portal.org.models import LEVELS, OrgUnit
from portal.web.pages.paging import COUNT_CAP

PER_PAGE = 20
UNITS = bindparam("units", expanding=True)
SORTS = {"": (Case.created_at, False), "oldest": (Case.created_at, True), "due": (Case.due_at, True)}


class Wish(NamedTuple):
    """Which filters are set, the key of the statement cache. `status`: "open", "handed" (to the user's units), "one" (a single
    status) or "" for any; `overdue`: "1", "soon" or ""."""

    status: str
    kind: bool
    level: bool
    overdue: str


def wish_of(filters, user: User) -> tuple[Wish, dict]:
    """The filters that are set, and the values to bind."""
    status, kind, overdue = filters.status.data, filters.kind.data, filters.overdue.data
    wish = Wish(
        status if status in ("open", "handed") else "one" if status in STATES else "",
        bool(kind),
        bool(filters.level.data),
        overdue if overdue in ("1", "soon") else "",
    )
    return wish, {
        "status": status,
        "kinds": codes_under(kind or ""),
        "level": filters.level.data,
        "now": clock.now(),
        "mine": [unit.id for unit in user.units_with("cases.handle")],
    }


def conditions(wish: Wish) -> list:
    """WHERE conditions for `wish`; their values come from `wish_of`."""
    found = []
    if wish.status == "open" or wish.overdue:
        found.append(text(OPEN_SQL))
    if wish.status == "handed":
        waiting = Assignment.waits_at(bindparam("mine", expanding=True))
        found.append(Case.id.in_(select(Assignment.case_id).where(waiting)))
    if wish.status == "one":
        found.append(Case.status == bindparam("status"))
    if wish.kind:
        found.append(Case.kind.in_(bindparam("kinds", expanding=True)))
    if wish.level:
        found.append(Case.level == bindparam("level"))
    if wish.overdue:
        found.append((Case.due_at if wish.overdue == "1" else Case.warn_at) < bindparam("now"))
    return found


def reach_of(user: User) -> tuple[tuple[str, ...], dict]:
    """The levels of the units whose cases the user may see, without units inside another of them, and the values to bind."""
    units = {unit.id: unit for unit in user.units_with("cases.view")}
    places = [
        unit
        for unit in units.values()
        if not any(other.contains(unit) for other in units.values() if other is not unit)
    ]
    return (
        tuple(unit.level for unit in places),
        {"units": list(units)} | {f"place{number}": unit.id for number, unit in enumerate(places)},
    )


@lru_cache(maxsize=512)
def page(levels: tuple[str, ...], wish: Wish, sort: str, onward: bool) -> Select:
    """One page of the cases in units of these `levels` or handed over, sorted by `SORTS[sort]`; `onward`: after the row that
    `:after` and `:after_id` name."""
    return page_where(conditions(wish), levels, sort, onward)


def page_where(wanted: list, levels: tuple[str, ...], sort: str, onward: bool) -> Select:
    """The same for any conditions."""
    moment, oldest_first = SORTS[sort]
    wanted = [*wanted, moment.is_not(None)] if sort == "due" else wanted
    parts = [and_(each, *wanted) for each in _parts(levels)]
    found = union_all(*(_first(each, moment, oldest_first, onward) for each in parts)).subquery("found")
    order = (found.c.paged_by, found.c.id) if oldest_first else (found.c.paged_by.desc(), found.c.id.desc())
    total = sum(_count(each) for each in parts)
    return (
        lines(*for_row_actions(), found.c.paged_by, total.label("total"))
        .join(found, found.c.id == Case.id)
        .order_by(*order)
        .limit(PER_PAGE + 1)
    )


def lines(*more) -> Select:
    """SELECT of the columns a row of the list shows (except the parties), and `more`."""
    return (
        select(
            Case.id,
            Case.created_at,
            Case.number,
            Case.title,
            Case.kind,
            Case.status,
            Case.due_at,
            OrgUnit.short_name.label("unit"),
            User.name.label("handler"),
            *more,
        )
        .join(OrgUnit, OrgUnit.id == Case.unit_id)
        .join(User, User.id == Case.registrar_id)
    )


def for_row_actions() -> list:
    """Columns that decide which action a row offers: version, unit and its ancestors, and the first assignment waiting to be
    acknowledged by one of the units `signing`."""
    sent = select(func.min(Assignment.id)).where(
        Assignment.case_id == Case.id,
        Assignment.status == "sent",
        Assignment.waits_at(bindparam("signing", expanding=True)),
    )
    return [
        Case.version,
        Case.unit_id,
        *(getattr(Case, level) for level in LEVELS),
        sent.correlate(Case).scalar_subquery().label("waiting"),
    ]


def signing(user: User) -> dict:
    """The values to bind for `for_row_actions`."""
    return {"signing": [unit.id for unit in user.units_with("cases.handle")]}


@lru_cache(maxsize=64)
def one(levels: tuple[str, ...], *options) -> Select:
    """The case `record_id`, if it lies at `levels` or was handed over."""
    found = select(Case).where(Case.seen_from(_places(levels), UNITS), Case.id == bindparam("record_id"))
    return found.options(*options)


def _places(levels: tuple[str, ...]) -> list[tuple]:
    return [(level, bindparam(f"place{number}")) for number, level in enumerate(levels)]


def _parts(levels: tuple[str, ...]) -> list:
    """Conditions whose union is what the user may see; no case fulfils two of them."""
    own = [(getattr(Case, level), ident) for level, ident in _places(levels)]
    handed = Case.id.in_(select(Assignment.case_id).where(Assignment.held_by(UNITS)))
    return [
        *(column == ident for column, ident in own),
        and_(handed, *(column.is_distinct_from(ident) for column, ident in own)),
    ]


def _count(part):
    return (
        select(func.count()).select_from(select(Case.id).where(part).limit(COUNT_CAP + 1).subquery()).scalar_subquery()
    )


def _first(part, moment, oldest_first: bool, onward: bool) -> Select:
    """Id and sort key of the first rows that fulfil `part`, in the order of the page."""
    rows = select(Case.id, moment.label("paged_by")).where(part)
    if onward:
        place, last = tuple_(moment, Case.id), tuple_(bindparam("after", type_=UtcDateTime()), bindparam("after_id"))
        rows = rows.where(place > last if oldest_first else place < last)
    order = (moment, Case.id) if oldest_first else (moment.desc(), Case.id.desc())
    return select(rows.order_by(*order).limit(PER_PAGE + 1).subquery())
