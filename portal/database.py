"""How transactions begin: on SQLite, writers queue fairly behind one file lock (measured in docs/adr/0002).

A request that only reads begins deferred and never waits. A request that writes (any unsafe method not
marked `@reads`, or a view marked `@records`) takes the lock and begins IMMEDIATE, so it cannot fail half way with "database is locked".
While one holds it all others wait: nothing slow is done meanwhile, and how long it was held is told to whoever watches (docs/adr/0039).
"""

import fcntl
import gc
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import current_thread, get_ident, main_thread
from time import perf_counter, thread_time

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from portal.errors import RuleError
from portal.extensions import csrf, db

__all__ = ["reads", "records", "begin_writing", "done_writing", "only_once", "nobody_waits"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
QUOTED = re.compile(r"""(["']).*\1""")
log = logging.getLogger(__name__)
_only_reads = ContextVar("only_reads", default=False)  # of a job or a command
_holding = set[tuple[str, int]]()  # (path of the lock, thread that holds it)


@dataclass(frozen=True)
class Hold:
    """How long the writers' lock was held: `seconds` by the clock, `work` by the processor of the thread that held it. `by` is the endpoint of
    the request, or the name of the thread outside of one."""

    by: str
    seconds: float
    work: float


watching: list[Callable[[Hold], None]] = []
"""Called after each release of the writers' lock: for the tests and `python -m bench locks`."""


def records(view):
    """Mark a GET view that leaves a trace (audit) behind, so that its transaction begins as a writer."""
    view.records = True
    return view


def reads(view):
    """Mark a POST view that changes nothing (a search whose words must not appear in a URL): its transaction begins as a
    reader, it needs no CSRF token, and it works where a plugin is read-only."""
    view.reads = True
    return csrf.exempt(view)


def writes() -> bool:
    """Whether the current request, or work outside a request, may write."""
    if not has_request_context():
        return not _only_reads.get()
    if "database_writes" not in g:
        view = current_app.view_functions.get(request.endpoint or "")
        g.database_writes = not only_asks(request.method, view) or getattr(view, "records", False)
    return g.database_writes


def only_asks(method: str, view) -> bool:
    """Whether a request with `method` to `view` changes no records."""
    return method in SAFE_METHODS or getattr(view, "reads", False)


def begin_writing() -> None:
    """Turn a reading request into a writing one, after slow work (rendering a PDF) was done without holding the writers' lock.

    Ends the transaction: objects loaded before are refreshed when next used. Does nothing in a request that already writes.
    """
    if not writes():
        db.session.commit()
        g.database_writes = True


def done_writing() -> None:
    """Turn a writing request into a reading one: what was done stands, and nobody waits for the slow work that follows. Does nothing
    in a request that only reads: what it has read stays read."""
    if writes():
        db.session.commit()
        g.database_writes = False


@contextmanager
def reading_first(*, of_one_moment: bool = True) -> Iterator[None]:
    """Read for long in a request, a job or a command that writes afterwards, without holding the writers' lock meanwhile. All that is
    read inside is of one moment, whatever others write, unless that is not needed.

    What was done before is undone, so call it first; the transaction after it begins anew, and whatever was read may have changed.
    """
    db.session.rollback()
    if not has_request_context():
        before = _only_reads.set(True)
        try:
            _begin_reading(of_one_moment)
            yield
        finally:
            db.session.rollback()
            _only_reads.reset(before)
        return
    g.database_writes = False
    try:
        _begin_reading(of_one_moment)
        yield
    finally:
        db.session.rollback()
        g.database_writes = True


def _begin_reading(of_one_moment: bool) -> None:
    """On SQLite a transaction is of one moment; on PostgreSQL each statement would see what was committed before it."""
    if of_one_moment and db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def nobody_waits(what: str) -> None:
    """Say before slow work (drawing, decoding, hashing) that no writer waits for it. Where this thread holds the writers' lock, it is a
    RuntimeError in tests, and a warning in the log elsewhere. `what` names the work."""
    if not has_request_context() or all(thread != get_ident() for _, thread in _holding):
        return
    said = f"{what} while others wait to write, in {request.endpoint}: do it before, or call begin_writing() after it"
    if current_app.testing:
        raise RuntimeError(said)
    log.warning(said)


@contextmanager
def only_once(said: str, *, at: str = "") -> Iterator[None]:
    """Add inside what a unique constraint allows once. A second, in the same moment too, is a RuleError that says `said`, at the field of the argument `at`; the
    transaction goes on."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise RuleError(said, at=at) from error


def init_app(app: Flask) -> None:
    """Bind `db` and, on SQLite, the way its transactions begin."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _queue_writers(db.engine)
        else:
            _read_by_index(db.engine)
        event.listen(db.engine, "handle_error", _without_values)
    event.listen(db.session, "before_flush", _refuse_write_while_reading)


def _without_values(failure: ExceptionContext) -> None:
    """What the database says of an error without the residents' data it quotes: PostgreSQL tells the whole row (DETAIL), and a value
    that a column cannot hold. Done where errors arise, so that no log, console or page can carry it."""
    cause, error = failure.original_exception, failure.sqlalchemy_exception
    said = str(cause)
    heard = said.partition("\n")[0]
    if isinstance(error, DataError) or not isinstance(
        error, DBAPIError
    ):  # others quote names of tables and constraints
        heard = QUOTED.sub("…", heard)
    cause.args = (heard,)
    if error:
        error.args = (str(error.args[0]).replace(said, heard),)


def _read_by_index(engine: Engine) -> None:
    """Pages ask for few rows out of many: PostgreSQL is to expect that an index costs little more than reading on, and to start no other
    processes for them. It does otherwise by default where it has no statistics yet, and then reads whole tables."""

    @event.listens_for(engine, "connect")
    def configure(connection, record):
        connection.execute("SET random_page_cost = 1.1")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.commit()  # else they would go with the transaction


def _queue_writers(engine: Engine) -> None:
    lock_path = f"{engine.url.database}.lock"

    @event.listens_for(engine, "connect")
    def configure(connection, record):
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        if not writes():
            connection.exec_driver_sql("BEGIN")
            return
        record = connection.connection._connection_record  # noqa: SLF001  the pool's own place for notes
        record.info["lock"] = _Held(lock_path)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def release(connection, record):
        if held := record.info.pop("lock", None):
            held.release()


class _Held:
    """The writers' lock while this thread holds it. The look for garbage, 300 ms in a process that has worked for a while, waits meanwhile;
    but not in a command, which may hold it for long."""

    def __init__(self, path: str):
        self._key = path, get_ident()
        if self._key in _holding:
            raise RuntimeError("a second connection would wait for the first one for ever: use that of db.session")
        self._descriptor = _acquire(path)
        self._since, self._worked = perf_counter(), thread_time()
        _holding.add(self._key)
        self._tidies_later = gc.isenabled() and (has_request_context() or current_thread() is not main_thread())
        if self._tidies_later:
            gc.disable()

    def release(self) -> None:
        _holding.discard(self._key)
        if self._tidies_later:
            gc.enable()
        os.close(self._descriptor)  # closing the descriptor gives the lock to the next in the queue
        if watching:
            by = (request.endpoint or request.path) if has_request_context() else current_thread().name
            hold = Hold(by, perf_counter() - self._since, thread_time() - self._worked)
            for each in watching:
                each(hold)


def _acquire(path: str) -> int:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX)
    return fd


def _refuse_write_while_reading(session, flush_context, instances) -> None:
    if not writes():
        who = request.endpoint if has_request_context() else "a job"
        raise RuntimeError(f"{who} writes in a reading request: mark it @records or use POST")
