"""When a message goes outside: at once or with the next digest, and not in quiet hours unless it is urgent."""

from datetime import UTC, date, datetime, time, timedelta

from portal.clock import SHANGHAI, local
from portal.notices.settings import urgent_kinds
from portal.settings import Settings
from portal.workdays.calendar import Calendar

FARTHEST = 60  # days: no holiday is longer


def due_at(kind: str, mode: str, now: datetime, rules: Settings, calendar: Calendar) -> datetime:
    """When a message of `kind` that is there `now` goes out to whoever wants it in `mode` (at_once, twice), under the `rules` of the unit."""
    if kind in urgent_kinds(rules.urgent):
        return now
    return awake(_next_digest(now, rules) if mode == "twice" else now, rules, calendar)


def awake(moment: datetime, rules: Settings, calendar: Calendar) -> datetime:
    """`moment`, or the end of the quiet hours in which it lies."""
    here = local(moment)
    for _ in range(FARTHEST):
        if rules.quiet_days_off == "yes" and not calendar.is_workday(here.date()):
            here = _at(here.date() + timedelta(days=1), 0)
        elif not _is_quiet(here.hour, rules):
            break
        elif here.hour < rules.quiet_to:
            here = _at(here.date(), rules.quiet_to)
        else:
            here = _at(here.date() + timedelta(days=1), 0)
    return here.astimezone(UTC)


def _is_quiet(hour: int, rules: Settings) -> bool:
    begins, ends = rules.quiet_from, rules.quiet_to
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def _next_digest(now: datetime, rules: Settings) -> datetime:
    here = local(now)
    hours = sorted((rules.first_digest, rules.second_digest))
    later = [_at(day, hour) for day in (here.date(), here.date() + timedelta(days=1)) for hour in hours]
    return next(each for each in later if each > here).astimezone(UTC)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)
