"""When a household is to be visited next: one day, kept on its row. Nothing is planned ahead, and what is late does not pile up (docs/adr/0105)."""

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from plugins.grid_work.settings import days_of, rules_of
from portal.org.models import OrgUnit
from portal.workdays.models import load_calendar


@dataclass(frozen=True)
class Standing:
    """What the visits so far come to. last: when somebody was met; missed: how often in a row nobody was since; tried_on: the last time;
    moved: whether the last to try was told that they left."""

    last: date | None = None
    missed: int = 0
    tried_on: date | None = None
    moved: bool = False


def first_due(unit: OrgUnit, grade: str, building: str, today: date) -> date:
    """Of a household that nobody has visited yet: spread over the days of its class, those of one building on the same."""
    days = days_of(unit, grade, away=False)
    return _opened(unit, today + timedelta(days=crc32(building.encode()) % days))


def next_due(unit: OrgUnit, grade: str, since: date, stood: Standing, *, away: bool) -> date:
    """After the days of the class since somebody was met; sooner where nobody was."""
    if stood.missed and stood.tried_on:
        return _opened(unit, stood.tried_on + timedelta(days=rules_of(unit).retry_days))
    return _opened(unit, since + timedelta(days=days_of(unit, grade, away=away)))


def _opened(unit: OrgUnit, day: date) -> date:
    """`day`; after a holiday where the district says so. A plain weekend is none: people are at home."""
    if rules_of(unit).holidays == "move":
        while _holiday(day):
            day += timedelta(days=1)
    return day


def _holiday(day: date) -> bool:
    """A day off in a stretch of holidays: one that would be a working day, or a weekend beside one."""
    works = load_calendar().is_workday
    if works(day):
        return False
    beside = (day + timedelta(days=step) for step in (-2, -1, 1, 2))
    return day.weekday() < 5 or any(each.weekday() < 5 and not works(each) for each in beside)
