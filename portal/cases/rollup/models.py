"""How each case stands in the figures, day by day; and sums of it for each unit and those above."""

from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, column, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.org.models import LEVELS, Ancestors, OrgUnit

STILL_SQL = "until IS NULL"  # written out, as in the partial indexes
ENDED_SQL = "until IS NOT NULL"
CLOSED_SQL = f"{STILL_SQL} AND closed_on IS NOT NULL"
VISITED_SQL = "visited_on IS NOT NULL"
PENDING_SQL = "counted = (until IS NOT NULL)"
WIDE, NARROW = LEVELS[:3], LEVELS[3:]
EVER = 0  # the month in which stands what is open, whenever it came
LAST_MONTH = 999912  # a greater number is that of a kept day


def _closed_indexes():
    """What is closed and still stands so, by the day, for units in which there may be much of it (`wide`)."""
    held = text(CLOSED_SQL)
    for level in WIDE:
        columns = level, "closed_on", "case_id"
        yield Index(f"ix_cases_standing_{level}_closed", *columns, sqlite_where=held, postgresql_where=held)


def _narrow_indexes():
    """What began and what ended in a unit below the townships, by the day."""
    for level in NARROW:
        for day, name in (("since", f"ix_cases_standing_{level}"), ("until", f"ix_cases_standing_{level}_until")):
            held = and_(column(level).is_not(None), column(day).is_not(None))
            yield Index(name, level, day, sqlite_where=held, postgresql_where=held)


class Standing(Ancestors, db.Model):
    """How a case stands in the figures from the day `since` until before the day `until` (None: still): never changed, but ended. `case_id` is no
    foreign key: a case that was taken back with the batch in which it came still counts on the days before.

    closed_on, ending (settled, declined or withdrawn), late: how it ended, and whether after its time. visited_on, answered, solved, content: its last 回访.
    counted: whether the sums hold it. Those that still stand are to be added, those that have ended to be taken off (`PENDING_SQL`).
    """

    __tablename__ = "cases_standing"
    __table_args__ = (
        Index(
            "uq_cases_standing_still",
            "case_id",
            unique=True,
            sqlite_where=text(STILL_SQL),
            postgresql_where=text(STILL_SQL),
        ),
        Index("ix_cases_standing_pending", "id", sqlite_where=text(PENDING_SQL), postgresql_where=text(PENDING_SQL)),
        Index("ix_cases_standing_since", "since", "county_id", "township_id"),
        Index(
            "ix_cases_standing_until",
            "until",
            "county_id",
            "township_id",
            sqlite_where=text(ENDED_SQL),
            postgresql_where=text(ENDED_SQL),
        ),
        Index(
            "ix_cases_standing_visited",
            "visited_on",
            "county_id",
            "township_id",
            sqlite_where=text(VISITED_SQL),
            postgresql_where=text(VISITED_SQL),
        ),
        Index("ix_cases_standing_place", "county_id", "township_id"),
        Index("ix_cases_standing_unit_id", "unit_id"),
        *_closed_indexes(),
        *_narrow_indexes(),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(12))
    came_on: Mapped[date]
    open: Mapped[bool]
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(String(12))
    late: Mapped[bool]
    visited_on: Mapped[date | None]
    answered: Mapped[bool]
    solved: Mapped[bool]
    content: Mapped[str] = mapped_column(String(12))
    counted: Mapped[bool]


WHERE = (*LEVELS, "unit_id")
WHAT = (
    "kind",
    "source",
    "came_on",
    "open",
    "due_on",
    "closed_on",
    "ending",
    "late",
    "visited_on",
    "answered",
    "solved",
    "content",
)
STANDING = (*WHERE, *WHAT)  # the columns that say how a case stands


class Depth(NamedTuple):
    """Of which units sums are made: of all cases at the levels `whole`, by kind and source besides at those `divided`, and at those `joined` of
    quarters and years, too."""

    whole: tuple[str, ...]
    divided: tuple[str, ...]
    joined: tuple[str, ...] = ()


OF_NOW, OF_MONTHS, OF_DAYS = Depth(WHERE, WHERE, WIDE[:2]), Depth(WHERE, WIDE), Depth((*WIDE, "unit_id"), ())


class Measured:
    """A number for each measure; see `measures.MEASURES`."""

    came: Mapped[int]
    open: Mapped[int]
    settled: Mapped[int]
    declined: Mapped[int]
    withdrawn: Mapped[int]
    late: Mapped[int]
    visited: Mapped[int]
    answered: Mapped[int]
    solved: Mapped[int]
    content: Mapped[int]
    fair: Mapped[int]


class Count(Measured, db.Model):
    """Sums of a unit with all below it, for a month as 202611: of all, of each kind, and of each source ("" stands for all). What came in counts
    in the month in which it came; what was closed and visited, in the month of that; what is open, in EVER. Of cities and counties each kind and source
    has the sum of a quarter and a year besides, see `blocks`."""

    __tablename__ = "cases_count"
    __table_args__ = (Index("ix_cases_count_place_month", "place_id", "month"),)

    place_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    source: Mapped[str] = mapped_column(String(12), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class DueCount(db.Model):
    """How many cases of a unit with all below it are open and due on a day."""

    __tablename__ = "cases_count_due"

    place_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    open: Mapped[int]


class Change(Measured, db.Model):
    """By how much the sums of `Count` changed in the month `changed`, once that is over, and (in EVER) how many were open at its end: of all in each
    unit, by kind and source from the townships up; of a unit below them by kind and source where `KeptDay` says so, from the one before. Where `changed`
    is a kept day, from the beginning of its month until its end."""

    __tablename__ = "cases_count_change"
    __table_args__ = (Index("ix_cases_count_change_place_month", "place_id", "month", "changed"),)

    place_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    source: Mapped[str] = mapped_column(String(12), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    changed: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)


class WasDue(db.Model):
    """How many cases of a unit were open at the end of the month or kept day `at` and due on a day of that month; what was due earlier stands at
    the day before it."""

    __tablename__ = "cases_count_was_due"

    place_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    open: Mapped[int]


class KeptMonth(db.Model):
    """A month of which all changes are kept."""

    __tablename__ = "cases_count_month"

    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class KeptDay(db.Model):
    """A day until whose end it is kept by kind and source what changed in a unit and, of all, in what stands below it: from the townships up since its
    month began; below them, on the last of a month, since the one kept before."""

    __tablename__ = "cases_count_day"

    place_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)


def month_of(day: date) -> int:
    """2026-11-21 → 202611."""
    return day.year * 100 + day.month


def number_of(day: date) -> int:
    """2026-11-21 → 20261121."""
    return month_of(day) * 100 + day.day


def days_of(month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    year, number = divmod(month, 100)
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def wide(level: str) -> bool:
    """Whether what changed in units of this level is kept by kind and source each month: below the townships there is little of it."""
    return level in WIDE


def stood_in(unit: OrgUnit) -> ColumnElement[bool]:
    """The condition on Standing: in `unit` or below, whatever unit that stood under then. A township never leaves its county, by which the index of
    places begins."""
    above = [Standing.county_id == unit.county_id] if unit.level == "township_id" else []
    return and_(unit.subtree_of(Standing), *above)


def places(row, levels: tuple[str, ...] = WHERE) -> set[int]:
    """The units in whose figures `row` counts: its own and those above, as far as rights reach; of these `levels`; `unit_id` is one of a unit
    that has no column."""
    known = {getattr(row, level) for level in LEVELS}
    found = {level: ident for level in levels if (ident := getattr(row, level))}
    return {ident for level, ident in found.items() if level in LEVELS or ident not in known}


def sides(kind: Any, source: Any, none: Any = "") -> tuple[tuple[Any, Any], ...]:
    """Under which kind and source a case is summed up: as one of all, of its kind, of its source. `none` stands for all."""
    return (none, none), (kind, none), (none, source)
