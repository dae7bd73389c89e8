"""The worker: a thread of the server (or `flask jobs run`) that claims jobs and runs them one by one.

On SQLite a writing transaction blocks all other writers, so long work is split: each call of `progress(done, total)`
commits what was done so far. A job that never calls it runs in a single transaction.
"""

import logging
import os
import secrets
import socket
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs import queue
from portal.jobs.models import Job
from portal.jobs.schedule import hindrance, make_due
from portal.jobs.tasks import tasks
from portal.plugin.hookspecs import Context

LEASE = timedelta(minutes=2)
POLL_SECONDS = 5
SCHEDULE_SECONDS = 60
log = logging.getLogger(__name__)


class Worker:
    """Runs jobs of one application. `lease` is the time after which other workers take over the job of one that died."""

    def __init__(self, app: Flask, lease: timedelta = LEASE):
        self.app, self.lease = app, lease
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"

    def run_forever(self, stop: Event) -> None:
        """Run until `stop` is set; keeps trying while the database is unavailable."""
        scheduled = -SCHEDULE_SECONDS
        while not stop.is_set():
            try:
                if monotonic() - scheduled >= SCHEDULE_SECONDS:
                    self.schedule()
                    scheduled = monotonic()
                busy = self.run_one()
            except SQLAlchemyError:
                log.exception("the queue cannot be reached")
                busy = False
            if not busy:
                stop.wait(POLL_SECONDS)

    def run_due(self) -> int:
        """Enqueue periodic jobs and run all that are due; returns how many were claimed."""
        self.schedule()
        taken = 0
        while self.run_one():
            taken += 1
        return taken

    def schedule(self) -> None:
        """Enqueue periodic jobs, and give up those whose worker died at every try."""
        with self.app.app_context():
            make_due()
            queue.give_up_abandoned()
            db.session.commit()

    def run_one(self) -> bool:
        """Claim one job and run it; False when there is none."""
        with self.app.app_context():
            job = queue.claim(self.name, self.lease)
            held = (job.id, self.name, job.tries) if job else None
            db.session.commit()
        if held is None:
            return False
        try:
            with self._heartbeat(held):
                self._do(held)
        except queue.LeaseLost as lost:
            log.warning("%s; its work was undone", lost)
        return True

    def _do(self, held: tuple[int, str, int]) -> None:
        with self.app.app_context():
            try:
                state, message = self._outcome(held)
                queue.finish(*held, state, message)
                db.session.commit()
            except queue.LeaseLost:
                db.session.rollback()
                raise
            except Exception as error:
                db.session.rollback()
                log.exception("job %s failed", held[0])
                queue.fail(*held, _in_words(error))
                db.session.commit()

    def _outcome(self, held: tuple[int, str, int]) -> tuple[str, str]:
        job = db.session.get(Job, held[0])
        task = tasks().get(job.task)
        if hindered := hindrance(task, job.unit):
            return "skipped", hindered

        def progress(done: int, total: int) -> None:
            queue.renew(*held, self.lease, done=done, total=total)
            db.session.commit()

        return "done", task.run(Context(job.unit, None, clock.now()), progress, **job.args) or ""

    @contextmanager
    def _heartbeat(self, held: tuple[int, str, int]):
        """Extend the lease while the job runs, from another thread with its own transaction."""
        stop = Event()
        thread = Thread(target=self._beat, args=(held, stop), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()

    def _beat(self, held: tuple[int, str, int], stop: Event) -> None:
        while not stop.wait(self.lease.total_seconds() / 4):
            with self.app.app_context():
                try:
                    queue.renew(*held, self.lease)
                    db.session.commit()
                except (queue.LeaseLost, SQLAlchemyError):
                    db.session.rollback()
                    return


def start(app: Flask) -> None:
    """Start a worker thread that ends with the process; an interrupted job is claimed again when its lease has ended."""
    Thread(target=Worker(app).run_forever, args=(Event(),), name="jobs", daemon=True).start()


def _in_words(error: Exception) -> str:
    """The error as shown in the list: the message of a RuleError, otherwise only the kind of error, because details may
    contain personal data; they are in the log."""
    return str(error) if isinstance(error, RuleError) else f"程序出错（{type(error).__name__}），详见系统日志。"
