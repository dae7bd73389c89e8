"""The job queue: enqueue, claim, renew, finish, fail. Each is one SQL statement.

A worker holds a job by `(worker, tries)` until its lease ends; once another worker has claimed it, updates by the first
match no row.
"""

import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal import clock
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.tasks import tasks
from portal.org.models import OrgUnit

MOST_TRIES = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25), timedelta(hours=2))  # after each failure
log = logging.getLogger(__name__)
KEY = re.compile(r"[\w.:\-]{1,120}")


class LeaseLost(Exception):
    """Another worker has claimed the job; the work since the last commit must be rolled back."""


def enqueue(
    task: str, *, key: str, unit: OrgUnit | None = None, args: dict | None = None, run_at: datetime | None = None
) -> Job:
    """Enqueue `task`, to run now or at `run_at`, in the current transaction: committed or rolled back with it.

    `key` identifies the work, such as `heroes.end_publications:42:2026-11-21`; if a job with this key exists, it is
    returned, whatever its state. Raises LookupError for an unknown task, ValueError for a bad key.
    """
    found = tasks().get(task)
    if found is None:
        raise LookupError(f"no task is called {task}")
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of a job")
    now = clock.now()
    row = {
        "key": key,
        "task": task,
        "plugin": found.plugin,
        "unit_id": unit.id if unit else None,
        "args": args or {},
        "state": "queued",
        "run_at": run_at or now,
        "worker": "",
        "tries": 0,
        "done": 0,
        "total": 0,
        "message": "",
        "error": "",
        "created_at": now,
    }
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(dialect.insert(Job).values(row).on_conflict_do_nothing(index_elements=["key"]))
    return db.session.scalar(select(Job).where(Job.key == key))


def claim(worker: str, lease: timedelta) -> Job | None:
    """Claim the job that has waited longest, or one whose lease has ended. None when there is none."""
    now = clock.now()
    waiting = and_(Job.state == "queued", Job.run_at <= now)
    abandoned = and_(Job.state == "running", Job.lease_until < now, Job.tries < MOST_TRIES)
    first = (
        select(Job.id)
        .where(or_(waiting, abandoned))
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        update(Job)
        .where(Job.id == first)
        .values(
            state="running",
            worker=worker,
            lease_until=now + lease,
            tries=Job.tries + 1,
            started_at=now,
            error="",
            message="",
            done=0,
            total=0,
            finished_at=None,
        )
    )
    return db.session.scalar(taken.returning(Job).execution_options(synchronize_session=False))


def give_up_abandoned() -> int:
    """Mark jobs as failed whose worker died at every try: they may be the cause. Returns how many."""
    dead = (Job.state == "running") & (Job.lease_until < clock.now()) & (Job.tries >= MOST_TRIES)
    return len(_write(dead, state="failed", finished_at=clock.now(), error="执行中多次意外中断，不再重试。"))


def renew(job_id: int, worker: str, tries: int, lease: timedelta, **progress) -> None:
    """Extend the lease; `progress` may be `(done, total)`. Raises LeaseLost."""
    _held(job_id, worker, tries, lease_until=clock.now() + lease, **progress)


def finish(job_id: int, worker: str, tries: int, state: str, message: str) -> None:
    """Mark the job as done, in the same transaction as its work. Raises LeaseLost."""
    _held(job_id, worker, tries, state=state, message=message[:300], finished_at=clock.now(), lease_until=None)


def fail(job_id: int, worker: str, tries: int, error: str) -> None:
    """Schedule another try after a delay, at most five times. Raises LeaseLost."""
    if tries >= MOST_TRIES:
        values = {"state": "failed", "finished_at": clock.now()}
    else:
        values = {"state": "queued", "run_at": clock.now() + WAITS[tries - 1]}
    _held(job_id, worker, tries, error=error[:300], lease_until=None, **values)


def _held(job_id: int, worker: str, tries: int, **values) -> None:
    mine = (Job.id == job_id) & (Job.worker == worker) & (Job.tries == tries) & (Job.state == "running")
    if not _write(mine, **values):
        raise LeaseLost(f"job {job_id} is no longer held by {worker}")


def _write(which, **values) -> Sequence[Row]:
    """The tasks and arguments of the jobs that were written; those that failed for good are told of it."""
    statement = update(Job).where(which).values(values).returning(Job.task, Job.args)
    written = db.session.execute(statement.execution_options(synchronize_session=False)).all()
    if values.get("state") == "failed":
        for task, args in written:
            _give_up(task, args, values["error"])
    return written


def _give_up(task: str, args: dict, why: str) -> None:
    found = tasks().get(task)
    if found is None or found.gave_up is None:
        return
    try:
        with db.session.begin_nested():
            found.gave_up(why, **args)
    except Exception:
        log.exception("%s could not be told that it failed", task)
