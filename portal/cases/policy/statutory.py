"""What the law lets nobody lengthen: limits for cases of a source, which a table can only make stricter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.workdays.calendar import Calendar
from portal.workdays.models import load_calendar
from portal.workdays.period import Period


@dataclass(frozen=True)
class Statutory:
    """At most `period` from when it is registered (`accepting`) or accepted, by `law`."""

    source: str
    accepting: Period
    handling: Period
    accepting_by: str
    handling_by: str


PETITION = Statutory(
    "petition",
    Period(15, "calendar"),
    Period(60, "calendar"),
    "《信访工作条例》第二十二条",
    "《信访工作条例》第三十四条",
)
BY_SOURCE = {PETITION.source: PETITION}
YEAR = 365


def stricter(period: Period, longest: Period, start: datetime) -> Period:
    """Of two periods that begin at `start` the one that ends first."""
    calendar = load_calendar()
    return min(period, longest, key=lambda each: calendar.due_at(start, *each))


def beyond(period: Period | None, stage: str, source: str, day: date) -> str:
    """The article by which cases of `source` may not take as long as `period` for that `stage` (accepting, handling), on some day of the year that
    begins with `day`; "" where they may."""
    law = BY_SOURCE.get(source)
    if law is None or period is None:
        return ""
    longest, by = getattr(law, stage), getattr(law, f"{stage}_by")
    return f"{by}规定最长 {longest}，只能更短。" if _ever_longer(period, longest, day, load_calendar()) else ""


def _ever_longer(period: Period, longest: Period, day: date, calendar: Calendar) -> bool:
    if period.unit == "hour":
        return period.amount > 24 * longest.amount
    if period.amount > longest.amount:
        return True
    if not period.by_the_calendar:
        return False
    days = (day + timedelta(days=number) for number in range(YEAR))
    reckon = calendar.add_workdays if period.unit == "workday" else calendar.legal_deadline
    return any(reckon(each, period.amount) > each + timedelta(days=longest.amount) for each in days)
