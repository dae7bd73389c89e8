"""A process killed in the middle of a job: what it had not finished is undone, and another does the job again."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.jobs.queue import enqueue
from portal.jobs.worker import Worker
from portal.web.forms.idempotency import Submission

pytestmark = pytest.mark.database

VICTIM = """
import time
from datetime import timedelta
from portal import create_app
from portal.extensions import db
from portal.jobs import tasks
from portal.jobs.worker import Worker
from portal.web.forms.idempotency import Submission

def run(ctx, progress):
    db.session.add(Submission(key="first", user_id=1))
    progress(1, 2)
    db.session.add(Submission(key="second", user_id=1))
    db.session.flush()
    print("in the middle", flush=True)
    time.sleep(60)

tasks.CORE += (tasks.Task("trial.work", "试验任务", run),)
Worker(create_app(), timedelta(seconds=2)).run_one()
"""


def test_a_killed_job_is_done_again(app, databases, task, again):
    def run(ctx, progress):
        keys = db.session.scalars(select(Submission.key)).all()
        for key in ("first", "second"):
            if key not in keys:
                db.session.add(Submission(key=key, user_id=1))
        return "、".join(keys)

    ident = enqueue(task(run), key="trial:1").id
    db.session.commit()
    settings = app.extensions["portal_settings"]
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM],
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "PORTAL_DATABASE_URL": databases.url,
            "PORTAL_INSTANCE": str(settings.instance),
            "PORTAL_ENV": "testing",
        },
    )
    try:
        assert victim.stdout.readline() == "in the middle\n"
        victim.send_signal(signal.SIGKILL)
    finally:
        victim.kill()
        victim.wait()
        victim.stdout.close()
    assert (again(ident).state, again(ident).done, again(ident).total) == ("running", 1, 2)

    worker, patience = Worker(app, timedelta(seconds=30)), time.monotonic() + 20
    while not worker.run_one():
        assert time.monotonic() < patience, "the lease never ended"
        time.sleep(0.2)
    job = again(ident)
    assert (job.state, job.tries, job.message) == ("done", 2, "first"), "the second portion had been undone"
    assert set(db.session.scalars(select(Submission.key))) == {"first", "second"}
