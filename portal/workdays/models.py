"""工作日 as rows: the holidays and shifted working days of each year, entered once a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from secrets import randbits

from sqlalchemy import ForeignKey, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, decision_cache
from portal.extensions import db
from portal.workdays.calendar import Calendar, SeedRow

__all__ = ["load_calendar"]


class WorkdaysDay(db.Model):
    """放假安排: one exception to 'Monday to Friday'.

    `mark` is a random number shared by the rows of one entry: the sum of all marks tells every process that the
    calendar has changed, also after a rollback.
    """

    __tablename__ = "workdays_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
    mark: Mapped[int]

    @classmethod
    def replace_year(cls, year: int, rows: Iterable[SeedRow]) -> int:
        """Put `rows` in place of what was known of `year`, without committing; how many there are.

        Raises ValueError when there is none or one belongs to another year.
        """
        rows = list(rows)
        if not rows or any(row.day.year != year for row in rows):
            raise ValueError(f"not an arrangement of {year}")
        mark = randbits(31)
        db.session.execute(delete(cls).where(cls.day.between(date(year, 1, 1), date(year, 12, 31))))
        db.session.execute(insert(cls), [{**row._asdict(), "mark": mark} for row in rows])
        decision_cache.forget()
        return len(rows)


class WorkdaysNotice(db.Model):  # type: ignore[name-defined]
    """放假通知: from which notice the arrangement of a year was entered, by whom. None is ever rewritten; the last one of a year counts."""

    __tablename__ = "workdays_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(100))
    days: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


def load_calendar() -> Calendar:
    """The calendar of this database, read again when it has changed."""
    return decision_cache.kept(("workdays",), _read)


def _read() -> Calendar:
    return Calendar(dict(db.session.execute(select(WorkdaysDay.day, WorkdaysDay.is_workday)).all()))


decision_cache.watch(
    select(func.sum(WorkdaysDay.mark)).scalar_subquery(), select(func.count(WorkdaysDay.day)).scalar_subquery()
)
