"""Template filters for dates, times, deadlines and money."""

import re
from datetime import date, datetime

from flask import Flask
from markupsafe import Markup, escape

from portal import clock
from portal.money import format_yuan

__all__ = ["day", "moment"]

SOON = 2
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def init_app(app: Flask) -> None:
    """Offer the filters `day`, `whole_days`, `moment`, `yuan` and `deadline`."""
    app.jinja_env.filters.update(day=day, whole_days=whole_days, moment=moment, yuan=format_yuan, deadline=deadline)


def day(value: date | datetime | None) -> str:
    """2026-11-21, as the office's calendar shows it; nothing for None."""
    return f"{_local_date(value):%Y-%m-%d}" if value else ""


def moment(value: datetime | None) -> str:
    """2026-11-21 14:03 on the office's clock; nothing for None."""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if value else ""


def deadline(due: date | datetime, now: datetime, tone: str = "") -> tuple[str, str]:
    """A deadline relative to `now` in words, and its tone: danger when past, else `tone` (on the last day warn at least), else warn from two days
    before."""
    days = (_local_date(due) - _local_date(now)).days
    if days < 0:
        return f"超期 {-days} 天", "danger"
    if isinstance(due, datetime) and due < now:
        return "今天已超期", "danger"
    if days == 0:
        return "今天到期", "danger" if tone == "danger" else "warn"
    return f"剩 {days} 天", tone or ("warn" if days <= SOON else "neutral")


def _local_date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def whole_days(value: object) -> object:
    """A text in which no day breaks at the end of a line (2026-11-30); anything else as it is."""
    if not isinstance(value, str) or isinstance(value, Markup) or not DAY.search(value):
        return value
    return Markup(DAY.sub(r'<span class="nb">\g<0></span>', str(escape(value))))  # noqa: S704  the text is escaped
