"""The published holidays, put into a new database; later years are entered by the office."""

from datetime import date

from sqlalchemy import func, select

from portal import clock
from portal.extensions import db
from portal.workdays.calendar import LAST_SEED_YEAR, seed_rows
from portal.workdays.models import WorkdaysDay

YEARS_BACK = 3


def seed_missing_years() -> list[int]:
    """Fill in the years from three back to the last published, where nothing is known. Commits nothing."""
    years = range(min(clock.today().year, LAST_SEED_YEAR) - YEARS_BACK, LAST_SEED_YEAR + 1)
    seeded = []
    for year in years:
        within = WorkdaysDay.day.between(date(year, 1, 1), date(year, 12, 31))
        if not db.session.scalar(select(func.count()).select_from(WorkdaysDay).where(within)):
            WorkdaysDay.replace_year(year, seed_rows([year]))
            seeded.append(year)
    return seeded
