"""The server killed again and again under six writers: what was acknowledged, and what of it was lost or doubled.

`KILLS=100 make chaos`, on SQLite and on PostgreSQL. A writer registers cases one after the other, each with a title of its own, and
sends the same form again until it is told where the case is. Meanwhile jobs are queued and papers printed; every third time the
renderer is killed before the server. At the end: titles against rows, numbers, timelines, jobs, the audit trail.

The server is forked from a process that has the portal in memory already, because a hundred cold starts would take an hour. Kill -9 takes
from it what it takes from a cold one; that the machine loses its power is another matter (docs/adr/0002).
"""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from random import Random
from threading import Event, Lock, Thread
from time import monotonic, sleep

from sqlalchemy import func, select, text

from bench.measuring import children_of, report
from bench.office import Office
from bench.writer import TITLE, Writer
from portal.audit.verifying import faults
from portal.cases.models import Case
from portal.cases.models.timeline import CaseEvent
from portal.config import ROOT
from portal.documents.printing import to_pdf
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.tasks import Task, add_task
from portal.web.forms.idempotency import Submission
from tests.browsers.wire import Wire

KILLS, WRITERS = int(os.environ.get("KILLS", "100")), 6
LIFE, LONG_LIFE = (0.3, 4.0), 10.0  # seconds until a kill; in the long ones a renderer gets warm and prints
SERVER = """
import os, signal, sys
from datetime import timedelta
from threading import Event, Thread
from bench.chaos import paper, trial_task
from portal import create_app
from portal.documents.printing import renderer
from portal.jobs.worker import Worker
from portal.listening import listener

app = create_app()
trial_task(app)
app.add_url_rule("/chaos.pdf", "chaos", paper)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        renderer(app).start()
        Thread(target=Worker(app, timedelta(seconds=5)).run_forever, args=(Event(),), daemon=True).start()
        listener(app, os.environ["HOST"], int(os.environ["PORT"])).run()
    print(child, flush=True)
"""


def paper():
    """A page that prints, for everybody."""
    return to_pdf("<!doctype html><title>测</title><p>甲", "测")


paper.guard = "public"


def trial_task(app) -> None:
    """A job that leaves one row, and cannot leave it twice."""

    def run(ctx, progress, number):
        db.session.add(Submission(key=f"chaos:{number}", user_id=0))
        db.session.flush()
        sleep(0.05)

    add_task(app, Task("chaos.note", "试验任务", run))


def measure(place: Office) -> None:
    """One run on the database of `place`."""
    trial_task(place.app)
    was = db.session.scalar(select(func.count()).select_from(Case))
    with Server(place) as server:
        told, refused, printed = _under_fire(place, server)
    report(
        "chaos",
        database=db.engine.dialect.name,
        kills=KILLS,
        writers=WRITERS,
        printed=printed,
        **_counted(was, told, refused),
    )


class Server:
    """Started, killed, started."""

    def __init__(self, place: Office):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        settings = place.app.extensions["portal_settings"]
        variables = {
            "PORTAL_INSTANCE": str(settings.instance),
            "PORTAL_ENV": "testing",
            "PORTAL_DATABASE_URL": settings.database_url,
            "PORTAL_RATE_LIMITS": "false",
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        self.at, self.address = ("127.0.0.1", port), f"http://127.0.0.1:{port}"
        self._cradle = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            cwd=ROOT,
            env=os.environ | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(place.folder / "chaos.log").open("wb"),
            text=True,
        )
        self._cradle.stdout.readline()
        self.pid = 0

    def start(self) -> None:
        """Answers when it is listening."""
        self._cradle.stdin.write("\n")
        self._cradle.stdin.flush()
        self.pid = int(self._cradle.stdout.readline())
        until = monotonic() + 60
        while monotonic() < until:
            with suppress(OSError), socket.create_connection(self.at, 1):
                return
            sleep(0.02)
        raise RuntimeError("the server did not come back")

    def kill(self, renderer_first: bool) -> None:
        """SIGKILL; its renderer ends by itself when the server is gone."""
        if renderer_first:
            for child in children_of(self.pid):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            sleep(0.1)
        os.kill(self.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            while True:  # a busy system takes its time to close what it had open
                os.kill(self.pid, 0)
                sleep(0.02)

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._cradle.kill()
        self._cradle.communicate()


def _under_fire(place: Office, server: Server) -> tuple[dict[str, str], dict[str, str], int]:
    """Title → where each acknowledged case is; those that were refused in words; papers printed."""
    chance, told, refused, lock, stop, printed = Random(9), {}, {}, Lock(), Event(), Counter()
    writers = [Writer(place, server.address, number) for number in range(WRITERS)]

    def go_on(writer: Writer, ending: Event) -> None:
        for number in count():
            if ending.is_set():
                return
            title = f"{TITLE} {writer.number}-{number}"
            where = writer.insist(writer.form(title))
            with lock:
                (told if where else refused)[title] = where

    works = [partial(go_on, each) for each in writers] + [partial(_print, server, printed)]
    with _going_on(works, stop):
        for number in range(KILLS):
            sleep(LONG_LIFE if number % 10 == 5 else chance.uniform(*LIFE))
            enqueue("chaos.note", key=f"chaos:{number}", args={"number": number})
            db.session.commit()
            server.kill(renderer_first=number % 3 == 2)
            server.start()
        stop.set()  # each ends when what it has in hand is acknowledged
    _until(lambda: _over() == KILLS, seconds=120)
    return told, refused, printed["200"]


@contextmanager
def _going_on(works: list[Callable[[Event], None]], stop: Event) -> Iterator[None]:
    threads = [Thread(target=work, args=(stop,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _print(server: Server, printed: Counter, stop: Event) -> None:
    browser = Wire(server.address)
    while not stop.is_set():
        with suppress(OSError, ValueError, IndexError):
            printed[str(browser.get("/chaos.pdf").status)] += 1
        sleep(0.2)


def _over() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Job).where(Job.task == "chaos.note", Job.state == "done"))


def _until(come: Callable[[], bool], seconds: float) -> None:
    until = monotonic() + seconds
    while not come() and monotonic() < until:
        sleep(1)


def _counted(was: int, told: dict[str, str], refused: dict[str, str]) -> dict[str, int]:
    """The reckoning. A job whose worker died five times is given up by design (portal/jobs/queue.py)."""
    db.session.rollback()
    there = Counter(db.session.scalars(select(Case.title).where(Case.title.startswith(TITLE))))
    numbers = Counter(db.session.scalars(select(Case.number)))
    begun = Counter(db.session.scalars(select(CaseEvent.case_id).where(CaseEvent.verb == "register")))
    ours = select(Job.state, Job.error).where(Job.task == "chaos.note")
    jobs, errors = Counter(), set()
    for state, error in db.session.execute(ours):
        jobs[state] += 1
        errors |= {error} - {""}
    notes = db.session.scalar(select(func.count()).select_from(Submission).where(Submission.key.startswith("chaos:")))
    return {
        "acknowledged": len(told),
        "there": there.total(),
        "lost": len(told.keys() - there.keys()),
        "refused": len(refused),
        "refused_but_there": len(refused.keys() & there.keys()),
        "doubled": sum(times - 1 for times in there.values()),
        "numbers_twice": sum(times - 1 for times in numbers.values()),
        "without_timeline": was + there.total() - len(begun),
        "timeline_twice": sum(times - 1 for times in begun.values()),
        "jobs_done": jobs["done"],
        "jobs_given_up": jobs["failed"],
        "jobs_waiting": jobs["queued"] + jobs["running"],
        "jobs_errors": sorted(errors),
        "jobs_done_but_without_trace": abs(jobs["done"] - notes),
        "audit_faults": len(faults()),
        "database_faults": _faults(),
    }


def _faults() -> int:
    if db.engine.dialect.name != "sqlite":
        return 0
    return len([each for each in db.session.scalars(text("PRAGMA integrity_check")) if each != "ok"])
