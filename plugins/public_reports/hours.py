"""Working hours (工作小时): so many hours while the office is open, on working days."""

import re
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from portal import clock
from portal.workdays.models import load_calendar

OPEN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
AS_WRITTEN = "请写成 08:30-12:00、14:30-17:30。"
MOST_DAYS = 60  # a longer row of days off is a calendar entered wrongly


def read_hours(text: str) -> list[tuple[time, time]]:
    """Opening hours as the setting writes them: 08:30-12:00、14:30-17:30. Raises ValueError for what is none, or runs backwards."""
    spans = []
    for part in text.split("、"):
        if not (found := OPEN.fullmatch(part.strip())):
            raise ValueError(AS_WRITTEN)
        try:
            spans.append((time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))))
        except ValueError:  # 25:00
            raise ValueError(AS_WRITTEN) from None
    bounds = [each for span in spans for each in span]
    if any(after <= before for before, after in pairwise(bounds)):
        raise ValueError("上班时间要由早到晚，不能重叠。")
    return spans


def length_of(spans: list[tuple[time, time]]) -> timedelta:
    """How long the office is open on a working day."""
    return sum((_since_midnight(closes) - _since_midnight(opens) for opens, closes in spans), timedelta())


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)


def after_hours(start: datetime, hours: int, spans: list[tuple[time, time]]) -> datetime:
    """The moment `hours` of opening after `start`, in UTC; at the end of a day rather than at the beginning of the next, and of the last of
    MOST_DAYS where they are not enough."""
    left, now, calendar = timedelta(hours=hours), clock.local(start), load_calendar()
    for days in range(MOST_DAYS):
        day = now.date() + timedelta(days=days)
        for opens, closes in spans if calendar.is_workday(day) else ():
            begins = max(now, datetime.combine(day, opens, now.tzinfo))
            there = datetime.combine(day, closes, now.tzinfo) - begins
            if there >= left:
                return (begins + left).astimezone(UTC)
            left -= max(there, timedelta())
    return datetime.combine(day, spans[-1][1], now.tzinfo).astimezone(UTC)
