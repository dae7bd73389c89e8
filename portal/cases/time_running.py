"""The job that tells of cases whose time runs out, or has."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, exists, func, select, text

from portal.cases.models import Case
from portal.cases.models.states import OPEN_SQL
from portal.cases.models.timeline import CaseEvent
from portal.cases.told import OVERDUE, SOON
from portal.extensions import db
from portal.jobs.tasks import Task, add_task
from portal.notices.models import Message
from portal.notices.telling import Told, tell
from portal.org.models import OrgUnit

LATE = timedelta(days=3)  # what ran out before that while no job ran is no news: it stands red on the desk
AT_ONCE = 20


def tell_of_time(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """Tell, once for each date that a case has, that it is nearly due, and that it is overdue."""
    done = 0
    since = ctx.now - LATE
    nearly = (Case.due_at >= ctx.now, Case.warn_at < ctx.now, Case.warn_at >= since)
    over = (Case.due_at >= since, Case.due_at < ctx.now)
    counties = db.session.scalars(select(OrgUnit.id).where(OrgUnit.kind == "county")).all()
    for place in (*(Case.county_id == each for each in counties), Case.county_id.is_(None)):
        for told, began, wanted in ((SOON, Case.warn_at, nearly), (OVERDUE, Case.due_at, over)):
            new = (place, text(OPEN_SQL), *wanted, ~_told(told, began))
            ids = db.session.scalars(select(Case.id).where(*new).order_by(Case.due_at)).all()
            for begin in range(0, len(ids), AT_ONCE):
                for case in db.session.scalars(select(Case).where(Case.id.in_(ids[begin : begin + AT_ONCE]))):
                    key = f"{told.kind}:{case.id}:{case.due_at:%Y-%m-%dT%H:%M}"
                    done += len(tell(told, case, by=None, key=key))
                progress(done, done)
    return f"提醒快到期、已超期 {done} 条。"


def _told(told: Told, began: ColumnElement) -> ColumnElement[bool]:
    """Whether a case was told of since `began`, and nothing has happened to it since."""
    last = select(func.max(CaseEvent.at)).where(CaseEvent.case_id == Case.id).correlate(Case).scalar_subquery()
    return exists().where(
        Message.record_kind == Case.__tablename__,
        Message.record_id == Case.id,
        Message.kind == told.kind,
        Message.at >= began,
        Message.at >= last,
    )


def init_app(app: Flask) -> None:
    """Have it run every hour."""
    add_task(app, Task("cases.time_running", "提醒快到期和超期的事项", tell_of_time, "hour"))
