"""Tasks made up for a test."""

import pytest

from portal.extensions import db
from portal.jobs import tasks as known
from portal.jobs.models import Job
from portal.jobs.tasks import Task
from portal.jobs.worker import Worker


@pytest.fixture
def task(monkeypatch):
    """`task(run, name)` makes `run` known to the core under `trial.<name>`, beside its own tasks."""

    def put(run, name: str = "work", every: str = "") -> str:
        monkeypatch.setattr(known, "CORE", (*known.CORE, Task(f"trial.{name}", "试验任务", run, every)))
        return f"trial.{name}"

    return put


@pytest.fixture
def worker(app) -> Worker:
    return Worker(app)


@pytest.fixture
def again():
    """`again(job_id)`: the job as it now stands in the database, without keeping a transaction open."""

    def look(job_id: int) -> Job:
        db.session.rollback()
        job = db.session.get(Job, job_id)
        db.session.expunge(job)
        db.session.rollback()
        return job

    return look
