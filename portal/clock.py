"""What time it is: stored in UTC, shown and reckoned in Asia/Shanghai."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the wall calendar of the office."""
    return datetime.now(SHANGHAI).date()


def local(moment: datetime) -> datetime:
    """`moment` as the office's clock shows it."""
    return moment.astimezone(SHANGHAI)
