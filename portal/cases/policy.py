"""What a district decides for itself about cases: deadlines and the form of the number, dated, the nearest unit wins."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, decision_cache
from portal.documents.numbering import written
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.workdays.models import load_calendar

NUMBER_PATTERN = "{unit}〔{year}〕{number:05d}号"
DEFAULT_WORKDAYS = {"micro": 1, "minor": 3, "major": 7, "hard": 15}  # DOMAIN §B3, suggested
ACCEPT_WORKDAYS = 1
WARN_SHARE = 0.2  # the last fifth of the time shows yellow


class DeadlinePolicy(db.Model):
    """期限规则: days a case of one level (and kind, if given) may take in a unit, from a date on."""

    __tablename__ = "cases_deadline_policy"
    __table_args__ = (Index("ix_cases_deadline_policy_unit", "unit_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    level: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(4), default="")
    amount: Mapped[int]
    day_kind: Mapped[str] = mapped_column(String(10), default="workday")
    valid_from: Mapped[date]


class NumberPattern(db.Model):
    """编号格式 of a unit's cases, such as 「{unit}〔{year}〕{number:05d}号」. Append-only: another form is another row."""

    __tablename__ = "cases_number_pattern"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    pattern: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date]


def deadline_for(unit: OrgUnit, level: str, kind: str, start: datetime) -> datetime:
    """The deadline of a case that starts running at `start`, by the nearest policy in force that day."""
    day = clock.local(start).date()
    rows = db.session.scalars(
        select(DeadlinePolicy).where(
            DeadlinePolicy.unit_id.in_(unit.ancestor_ids),
            DeadlinePolicy.level == level,
            DeadlinePolicy.kind.in_(("", kind, kind[:2])),
            DeadlinePolicy.valid_from <= day,
        )
    ).all()
    nearest = max(
        rows, key=lambda row: (unit.ancestor_ids.index(row.unit_id), len(row.kind), row.valid_from), default=None
    )
    amount, day_kind = (nearest.amount, nearest.day_kind) if nearest else (DEFAULT_WORKDAYS[level], "workday")
    return deadline_in(amount, day_kind, start)


def deadline_in(amount: int, day_kind: str, start: datetime) -> datetime:
    """The deadline `amount` working or calendar days after `start`."""
    return load_calendar().due_at(start, amount, day_kind)


def number_for(unit: OrgUnit, year: int, number: int) -> str:
    """The case number as the unit writes it."""
    return written(_pattern(unit), unit=unit.short_name, year=year, number=number)


def _pattern(unit: OrgUnit) -> str:
    """The nearest form up the tree, the newest of a unit, as of today."""
    known, day = decision_cache.kept(("number patterns", unit.path), lambda: _patterns(unit)), clock.today()
    return next((pattern for valid_from, pattern in known if valid_from <= day), NUMBER_PATTERN)


def _patterns(unit: OrgUnit) -> list[tuple[date, str]]:
    way = unit.ancestor_ids
    rows = db.session.scalars(select(NumberPattern).where(NumberPattern.unit_id.in_(way))).all()
    nearest_first = sorted(rows, key=lambda row: (way.index(row.unit_id), row.valid_from), reverse=True)
    return [(row.valid_from, row.pattern) for row in nearest_first]


decision_cache.watch_rows(NumberPattern)
