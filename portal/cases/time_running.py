"""The job that tells of cases whose time runs out, or has."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, text

from portal.cases.models import Case
from portal.cases.models.states import OPEN_SQL
from portal.cases.told import OVERDUE, SOON
from portal.extensions import db
from portal.jobs.tasks import Task, add_task
from portal.notices.telling import tell
from portal.org.models import OrgUnit

LATE = timedelta(days=3)  # what ran out before that while no job ran is no news: it stands red on the desk
AT_ONCE = 20


def tell_of_time(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """Tell, once for each date that a case has, that it is nearly due, and that it is overdue."""
    done = 0
    since = ctx.now - LATE
    nearly = (Case.due_at >= ctx.now, Case.warn_at < ctx.now, Case.warn_at >= since)
    over = (Case.due_at >= since, Case.due_at < ctx.now)
    for county in db.session.scalars(select(OrgUnit.id).where(OrgUnit.kind == "county")).all():
        for told, wanted in ((SOON, nearly), (OVERDUE, over)):
            ids = db.session.scalars(
                select(Case.id).where(Case.county_id == county, text(OPEN_SQL), *wanted).order_by(Case.due_at)
            ).all()
            for begin in range(0, len(ids), AT_ONCE):
                for case in db.session.scalars(select(Case).where(Case.id.in_(ids[begin : begin + AT_ONCE]))):
                    key = f"{told.kind}:{case.id}:{case.due_at:%Y-%m-%dT%H:%M}"
                    done += len(tell(told, case, by=None, key=key))
                progress(done, done)
    return f"提醒快到期、已超期 {done} 条。"


def init_app(app: Flask) -> None:
    """Have it run every hour."""
    add_task(app, Task("cases.time_running", "提醒快到期和超期的事项", tell_of_time, "hour"))
