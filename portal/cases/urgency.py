"""黄、红: from when on the time of a case is shown yellow and red, on its page, in lists, on the desk, the screen and in what is counted of it.

Yellow it is from `Case.warn_at` on (`portal.cases.models.deadline`). Red it is when it is overdue, and before that when it is yellow already and due before
a moment that the district sets (`red_period` of `portal.cases.settings`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_

from portal.accounts.models import User
from portal.cases.models import Case
from portal.cases.settings import KEY, due_after
from portal.org.models import OrgUnit
from portal.settings import settings_of

__all__ = ["red_by", "red_before", "red_name", "is_red", "tone_in_sql", "tone_for"]


def red_by(unit: OrgUnit, now: datetime) -> datetime:
    """What is yellow and due before that moment is red where `unit` is; `now` where only what is overdue is."""
    return due_after(settings_of(KEY, unit).red_period, now)


def red_before(units: Iterable[OrgUnit], now: datetime) -> datetime:
    """As `red_by`, for whoever works in `units`: the latest of theirs."""
    return max((red_by(each, now) for each in units), default=now)


def red_name(unit: OrgUnit) -> str:
    """What red means where `unit` is: 已超期, or besides what is due soon."""
    period = settings_of(KEY, unit).red_period
    return f"已超期或 {period}以内到期" if period.amount else "已超期"


def is_red(now: Any, red: Any) -> ColumnElement[bool]:
    """The condition: overdue at `now`, or yellow and due before `red`."""
    return or_(Case.due_at < now, and_(Case.due_at < red, Case.warn_at < now))


def tone_in_sql(now: Any, red: Any, rest: str) -> ColumnElement[str]:
    """The tone of an open case: danger, warn, or `rest`."""
    return case((is_red(now, red), "danger"), (Case.warn_at < now, "warn"), else_=rest)


def tone_for(one: Case, now: datetime, reader: User) -> str:
    """The same for the page of one case, which is read already; "" where no time runs."""
    if one.due_at is None or one.warn_at is None:
        return ""
    if one.warn_at >= now and one.due_at >= now:
        return "neutral"
    return "danger" if one.due_at < red_before(reader.units, now) else "warn"
