"""The parts of which a list of cases is made: what lies in the places of the user, and what was handed to them from elsewhere, each read in the order of
an index of its own (docs/adr/0001, 0057)."""

from sqlalchemy import ColumnElement, Select, and_, bindparam, select, text
from sqlalchemy.orm import aliased

from portal.cases.models import Assignment, Case
from portal.cases.models.assignment import OUTSIDE_SQL
from portal.records import window
from portal.records.waiting import there_is
from portal.records.window import Part

UNITS = bindparam("units", expanding=True)
MOST_READ_ABOVE = 5_000  # of a county or a city at once: the smallest has as many (docs/adr/0108)


def bound_places(levels: tuple[str, ...]) -> list[tuple]:
    return [(level, bindparam(f"place{number}")) for number, level in enumerate(levels)]


def parts_of(levels: tuple[str, ...], moment) -> list[Part]:
    """What lies in the places of the user, and what was handed to them from elsewhere."""
    by = (Assignment.came_at, Assignment.case_id) if moment is Case.created_at else (moment, Case.id)
    handed = Assignment.unit_id.in_(UNITS) & text(OUTSIDE_SQL)
    along = select(Assignment.case_id).where(handed) if moment is Case.created_at else None
    return [*_own(levels, moment), Part(_handed(levels, handed), *by, along=along)]


def parts_under_way(levels: tuple[str, ...], moment, status=None) -> list[Part]:
    """The same of open cases alone: what was handed over and is open has indexes of its own, by when it came and by when it is to be answered. With `status` (a parameter)
    only of those in it, which an assignment says itself (`Assignment.stands`): PostgreSQL without statistics takes one state for very rare, and read all cases in it."""
    at = Assignment.came_at if moment is Case.created_at else Assignment.answer_by
    held = Assignment.held_under_way(UNITS) if status is None else Assignment.held_where(UNITS, status)
    return [*_own(levels, moment), Part(_handed(levels, held), at, Assignment.case_id)]


def parts_by_place(levels: tuple[str, ...], moment, held: str, few: str) -> list[Part]:
    """The same of the few for which `held` holds, as the indexes of each place have them in the order of the list, and of what was handed over by `few` (`Assignment.few_held`). In
    another order those of a place are found first and put in order then, or a database that expects many of them would read all cases of the place in that order."""
    by = (Assignment.came_at, Assignment.case_id) if moment is Case.created_at else (moment, Case.id)
    handed = Part(_handed(levels, Assignment.few_held(UNITS, few)), *by)
    if moment is Case.created_at:
        return [*_own(levels, moment), handed]
    own = [select(Case.id).where(Case.id.in_(_held(level, ident, held))) for level, ident in bound_places(levels)]
    return [*(Part(each, moment, Case.id) for each in own), handed]


def _held(level: str, ident, held: str) -> Select:
    return select(Case.id).where(getattr(Case, level) == ident, text(held)).correlate(None).offset(0)


def piece_for(levels: tuple[str, ...]) -> dict[str, int]:
    """To bind: how many cases are read at once for somebody who sees places at `levels`, where all are such (docs/adr/0108)."""
    above = bool(levels) and {*levels} <= {"city_id", "county_id"}
    return {window.HOW_FAR.key: MOST_READ_ABOVE if above else window.MOST_READ}


def part_in_hand(waiting: tuple[ColumnElement[bool], ...], moment) -> Part:
    """What the units have in hand, be it theirs or handed over from elsewhere: the assignments that are `waiting` say it, and when the case came, so no case is
    looked up but those of the page. One that a unit has twice is one row."""
    held = select(Assignment.case_id, Assignment.came_at).where(Assignment.unit_id.in_(UNITS), *waiting).distinct()
    mine = held.subquery("mine")
    rows = select(Case.id).join(mine, mine.c.case_id == Case.id)
    if moment is not Case.created_at:
        return Part(rows, moment, Case.id)
    return Part(rows, mine.c.came_at, mine.c.case_id, bare=select(mine.c.case_id.label("id")))


def _own(levels: tuple[str, ...], moment) -> list[Part]:
    own = [select(Case.id).where(getattr(Case, level) == ident) for level, ident in bound_places(levels)]
    return [Part(each, moment, Case.id) for each in own]


def _handed(levels: tuple[str, ...], wanted: ColumnElement[bool]) -> Select:
    """Cases from elsewhere with an assignment that is `wanted`. A case that a unit got twice is read by the first of both. The assignments lead (`+ 0`):
    PostgreSQL without statistics would read all cases for a word that is sought, to look up of each whether it was handed over."""
    earlier = aliased(Assignment)
    again = there_is(
        earlier.case_id == Assignment.case_id,
        earlier.id < Assignment.id,
        (earlier.unit_id + 0).in_(UNITS),  # by the case: whatever the unit was handed is not looked through for it
        earlier.outside,
        earlier.status.not_in(("returned", "recalled")),
        of=Assignment,
    )
    elsewhere = [getattr(Case, level).is_distinct_from(ident) for level, ident in bound_places(levels)]
    return select(Case.id).join(Assignment, Assignment.case_id + 0 == Case.id).where(wanted, ~again).where(*elsewhere)


def parts_of_few(levels: tuple[str, ...], moment) -> list[Part]:
    """The same of the few that words find by an index of their own (`Sought.known`): each is looked up by itself. `+ 0` keeps SQLite from walking through
    all cases of a place instead, and either database from reading whatever the units were ever handed for each of the few."""
    own = [(getattr(Case, level) + 0, ident) for level, ident in bound_places(levels)]
    mine = (Assignment.unit_id + 0).in_(UNITS), Assignment.status != "returned", Assignment.status != "recalled"
    handed = there_is(Assignment.case_id == Case.id, *mine, of=Case)
    conditions = [
        *(column == ident for column, ident in own),
        and_(handed, *(column.is_distinct_from(ident) for column, ident in own)),
    ]
    return [Part(select(Case.id).where(each), moment, Case.id) for each in conditions]
