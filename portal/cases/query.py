"""SQL of the case list. A statement is built once per filter set and scope level and cached; values are bound when it runs.

A user sees the cases of their own units and those handed to these units. Each part is read in the order of its own index
and the parts are merged, so that the cost of a page does not grow with the table (docs/adr/0001).
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, false, func, select, text
from sqlalchemy.orm import aliased

from portal import clock
from portal.accounts.models import User
from portal.cases.contributed import contributed
from portal.cases.models import Assignment, Case
from portal.cases.models.linking import CaseLink, merged_into, merged_now
from portal.cases.models.referral import TAKEN_SQL, Referral
from portal.cases.models.states import BACK_SQL, DISPUTED_SQL, HELD_ABOVE_SQL, OPEN_SQL, OUT, TO_TAKE_SQL, TO_VISIT_SQL
from portal.cases.parts import (
    UNITS,
    bound_places,
    part_in_hand,
    parts_by_place,
    parts_of,
    parts_of_few,
    parts_under_way,
    piece_for,
)
from portal.cases.urgency import is_red, red_before, tone_in_sql
from portal.org.models import LEVELS, OrgUnit
from portal.records import saved_views, window
from portal.records.list_query import ListQuery
from portal.records.on_desk import asked_of
from portal.records.waiting import there_is
from portal.records.window import Part, counted_within, first_ids, unindexed, whole, within

PER_PAGE = 20
BESIDE = {  # by the rows beside a case: in whose hands
    "handed": (Assignment.waits_at(bindparam("mine", expanding=True)),),
    "reminded": (Assignment.waits_at(bindparam("mine", expanding=True)), Assignment.reminded > 0),
}
FEW = {  # each place has an index of its own of these, and each unit one of what it was handed: its condition, and by which column of a case
    "back": (BACK_SQL, "came_back"),
    "visit": (TO_VISIT_SQL, "visit_by"),
    "contested": (DISPUTED_SQL, "contested"),
    "referred": (TO_TAKE_SQL, "take_by"),
    "above": (HELD_ABOVE_SQL, "charge"),
}
SORTS = {"": (Case.created_at, False), "oldest": (Case.created_at, True), "due": (Case.due_at, True)}


class Sought(NamedTuple):
    """Cases that words find. `condition`: all of them; `known`: ids of those that an index finds by itself."""

    condition: ColumnElement[bool]
    known: Select


class CaseList:
    """What the register of cases asks of the database (`portal.records.reading.Statements`)."""

    def __init__(self, sought: Callable[[str, User], Sought]) -> None:
        self.sought = sought

    def page(self, reader: User, asked: ListQuery, last: tuple | None, *, counted: bool = True) -> tuple[Select, dict]:
        levels, places = reach_of(reader)
        given = (
            self._given(reader, asked, last)
            | places
            | piece_for(levels)
            | signing(reader)
            | saved_views.bound("cases", reader)
        )
        how = levels, asked.shape, sort_of(asked), last is not None, counted
        sought = [self.sought(asked.text, reader)] if asked.text else []
        also = contributed().conditions(asked.given)
        return (page_where(also, sought, *how) if also or sought else page(*how)), given

    def number(self, reader: User, asked: ListQuery) -> tuple[Select, dict]:
        levels, places = reach_of(reader)
        sort = sort_of(asked)
        moment, oldest_first = SORTS[sort]
        wanted = [*conditions(asked.shape), *_sortable(sort), *contributed().conditions(asked.given)]
        if in_pieces(asked.shape, sort):
            columns = counted_within(parts_of(levels, moment), wanted, oldest_first)
        else:
            parts = _parts_at_once(levels, asked.shape, sort)
            columns = (sum(each.of(*wanted).number() for each in parts),)
        return select(*columns), self._given(reader, asked, None) | places | piece_for(levels)

    def ids(self, reader: User, asked: ListQuery, most: int, permission: str = "") -> tuple[Select, dict]:
        levels, places = reach_of(reader)
        sort = sort_of(asked)
        _, oldest_first = SORTS[sort]
        wanted = [*conditions(asked.shape), *_sortable(sort), *contributed().conditions(asked.given)]
        if asked.text:
            wanted.append(self.sought(asked.text, reader).condition)
        if permission:
            wanted.append(Case.reach(reader, permission))
        parts = [each.of(*wanted) for each in _parts_at_once(levels, asked.shape, sort)]
        if _open(asked.shape, sort):
            parts = window.put_in_order(parts, Case.created_at)
        return first_ids(parts, oldest_first, most), self._given(reader, asked, None) | places

    def lines(self, ids: list[int], reader: User | None = None) -> tuple[Select, dict]:
        return of_ids(reader is not None), {"ids": ids} | (times_and_units(reader) | signing(reader) if reader else {})

    def _given(self, reader: User, asked: ListQuery, last: tuple | None) -> dict:
        given = dict(asked.given) | times_and_units(reader)
        return given | ({"after": last[0], "after_id": last[1]} if last else {})


def sort_of(asked: ListQuery) -> str:
    """By which of SORTS: what is closed has no time any more, so a list of one such state is not sorted by it."""
    return "" if asked.sort == "due" and dict(asked.shape).get("status") == "=" else asked.sort


def _sortable(sort: str) -> list:
    """The condition for rows that have a place in this order: only what is open has a time, and an index holds only that."""
    return [Case.due_at.is_not(None), text(OPEN_SQL)] if sort == "due" else []


def times_and_units(user: User) -> dict:
    """Values that the conditions of filters take besides what was chosen."""
    now = clock.now()
    return {
        "now": now,
        "red": red_before(user.units, now),
        "mine": [unit.id for unit in user.units_with("cases.handle")],
    }


def conditions(shape: tuple) -> list:
    """WHERE conditions for the filters that are set, name → in which way; their values are those of `ListQuery.given` and
    `times_and_units`."""
    asked, found = dict(shape), []
    status, overdue = asked.get("status"), asked.get("overdue")
    if status in ("open", "=open", "out") or overdue:
        found.append(text(OPEN_SQL))
    if status in BESIDE and asked_of(shape):  # else its part says it (`part_in_hand`)
        found.append(Case.id.in_(select(Assignment.case_id).where(*BESIDE[status])))
    if status in FEW:
        found.append(text(FEW[status][0]))
    if status == "above":
        found.append(there_is(Referral.case_id == Case.id, text(TAKEN_SQL), of=Case))
    if status == "out":
        found.append(Case.status.in_(OUT))
    if status == "=open":
        found.append(Case.status == bindparam("status"))
    if status == "=":  # in the order of the list: by the index of kinds PostgreSQL would read all that was ever closed
        found.append((Case.status + "") == bindparam("status"))
    if "kind" in asked:
        found.append(Case.kind.in_(bindparam("kind", expanding=True)))
    if "nature" in asked:
        found.append(Case.nature == bindparam("nature"))
    found += [getattr(Case, name) == bindparam(name) for name in ("level", "urgency", "risk") if name in asked]
    return found + (_timed(overdue) if overdue else [])


def _timed(how: str) -> list:
    """By the time that is left."""
    now = bindparam("now")
    return {
        "red": [is_red(now, bindparam("red"))],
        "soon": [Case.warn_at < now, Case.due_at >= now],
        "1": [Case.due_at < now],
    }[how]


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
def page(levels: tuple[str, ...], shape: tuple, sort: str, onward: bool, counted: bool) -> Select:
    """One page of the cases in units of these `levels` or handed over, sorted by `SORTS[sort]`; `onward`: after the row that
    `:after` and `:after_id` name."""
    return page_where([], [], levels, shape, sort, onward, counted)


def page_where(
    also: list, sought: list[Sought], levels: tuple[str, ...], shape: tuple, sort: str, onward: bool, counted: bool
) -> Select:
    """The same with more conditions, and what words find."""
    moment, oldest_first = SORTS[sort]
    wanted = [*conditions(shape), *_sortable(sort), *also]
    spoken = [*wanted, *(each.condition for each in sought)]
    how: dict[str, Any] = {"onward": onward, "most": PER_PAGE + 1, "counted": counted}
    if in_pieces(shape, sort, bool(sought)):
        known = [part.of(Case.id.in_(each.known), *wanted) for each in sought for part in parts_of_few(levels, moment)]
        keys = within(parts_of(levels, moment), spoken, known, oldest_first, **how)
    else:
        parts = _parts_at_once(levels, shape, sort)
        keys = whole([each.of(*spoken) for each in parts], oldest_first, **how)
    if counted:
        keys.about.append(saved_views.there().label("views"))
    return keys.laid_out(lines(*for_screen()), Case.id, oldest_first, PER_PAGE + 1)


def in_pieces(shape: tuple, sort: str, sought: bool = False) -> bool:
    """Whether a list filtered so is read in pieces: not one of all cases, nor one of what an index of its own holds together."""
    return bool(shape or sought) and not (_open(shape, sort) or _few(shape) or asked_of(shape))


def _parts_at_once(levels: tuple[str, ...], shape: tuple, sort: str) -> list[Part]:
    """The parts of a list that is not read in pieces."""
    moment, _ = SORTS[sort]
    if waiting := asked_of(shape):
        seen = unindexed(Case.seen_from(bound_places(levels), UNITS), Case.__table__)
        few = waiting.ids or (select(Case.id).where(false()),)
        return [Part(each.where(seen), moment, Case.id) for each in few]
    status = dict(shape).get("status")
    if status in FEW:
        return parts_by_place(levels, moment, *FEW[status])
    if status in BESIDE:
        return [part_in_hand(BESIDE[status], moment)]
    if _open(shape, sort):
        return parts_under_way(levels, moment, bindparam("status") if status == "=open" else None)
    return parts_of(levels, moment)


def _open(shape: tuple, sort: str) -> bool:
    """Whether only open cases are listed."""
    asked = dict(shape)
    return asked.get("status") in ("open", "=open", "out") or "overdue" in asked or sort == "due"


def _few(shape: tuple) -> bool:
    return dict(shape).get("status") in {*BESIDE, *FEW}


def lines(*more) -> Select:
    """SELECT of the columns a row of the list shows (except the parties), and `more`."""
    return (
        select(
            Case.id,
            Case.created_at,
            Case.number,
            Case.title,
            Case.kind,
            Case.county_id,
            Case.status,
            Case.due_at,
            Case.warn_at,
            OrgUnit.short_name.label("unit"),
            User.name.label("handler"),
            *more,
        )
        .join(OrgUnit, OrgUnit.id == Case.unit_id)
        .join(User, User.id == Case.registrar_id)
    )


@cache
def of_ids(acting: bool) -> Select:
    """The rows `ids`; where somebody is `acting`, as a screen shows them."""
    return lines(*(for_screen() if acting else ())).where(Case.id.in_(bindparam("ids", expanding=True)))


def for_screen() -> list:
    """Columns that a file does without: the tone of the time; and what decides which action a row offers: version, unit and its ancestors, and the
    first assignment waiting to be acknowledged by one of the units `signing`; how many cases go on in it, and the number of that in which it goes on."""
    sent = select(func.min(Assignment.id)).where(
        Assignment.case_id == Case.id,
        Assignment.status == "sent",
        (Assignment.unit_id + 0).in_(
            bindparam("signing", expanding=True)
        ),  # by the index of the case, not of what waits
        (Assignment.channel + "") == "",
    )
    return [
        tone_in_sql(bindparam("now"), bindparam("red"), "neutral").label("tone"),
        Case.version,
        Case.charge,
        Case.unit_id,
        *(getattr(Case, level) for level in LEVELS if level != "county_id"),
        sent.correlate(Case).scalar_subquery().label("waiting"),
        *(each.correlate(Case).scalar_subquery().label(name) for name, each in _merged().items()),
    ]


def _merged() -> dict[str, Select]:
    whole = aliased(Case)
    into = select(whole.number).join(CaseLink, CaseLink.other_id == whole.id).where(merged_now(Case.id)).limit(1)
    return {"others": select(func.count(CaseLink.id)).where(merged_into(Case.id)), "goes_on_in": into}


def signing(user: User) -> dict:
    """The values to bind for `for_screen`."""
    return {"signing": [unit.id for unit in user.units_with("cases.handle")]}


@lru_cache(maxsize=64)
def one(levels: tuple[str, ...], *options) -> Select:
    """The case `record_id`, if it lies at `levels` or was handed over."""
    found = select(Case).where(Case.seen_from(bound_places(levels), UNITS), Case.id == bindparam("record_id"))
    return found.options(*options)
