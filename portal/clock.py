"""The time: stored in UTC, shown and computed with in Asia/Shanghai."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

__all__ = ["SHANGHAI", "today", "now", "local", "begin_of", "pretend"]

SHANGHAI = ZoneInfo("Asia/Shanghai")  # the time zone of every page
_pretended: ContextVar[datetime | None] = ContextVar("portal_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


def pretended() -> datetime | None:
    """The moment that `pretend` has set, if any."""
    return _pretended.get()


def today() -> date:
    """The date on the wall calendar of the office."""
    moment = _pretended.get()
    return (moment.astimezone(SHANGHAI) if moment else datetime.now(SHANGHAI)).date()


def local(moment: datetime) -> datetime:
    """`moment` as the office's clock shows it."""
    return moment.astimezone(SHANGHAI)


def begin_of(day: date) -> datetime:
    """The moment at which `day` begins on the office's clock."""
    return datetime.combine(day, time.min, SHANGHAI)


@contextmanager
def pretend(moment: datetime):
    """Let `now` give `moment` inside the context: used to create demo data in the past."""
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
