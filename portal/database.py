"""How transactions begin: on SQLite, writers queue fairly behind one file lock (measured in docs/adr/0002).

A request that only reads begins deferred and never waits. A request that writes (any unsafe method not
marked `@reads`, or a view marked `@records`) takes the lock and begins IMMEDIATE, so it cannot fail half way with "database is locked".
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from portal.errors import RuleError
from portal.extensions import csrf, db

__all__ = ["reads", "records", "begin_writing", "only_once"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
QUOTED = re.compile(r"""(["']).*\1""")


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
        return True
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


@contextmanager
def reading_first() -> Iterator[None]:
    """Read for long in a request that writes afterwards, without holding the writers' lock meanwhile.

    What was done before is undone, so call it first; the transaction after it begins anew, and whatever was read may have changed.
    """
    db.session.rollback()
    if not has_request_context():
        yield
        return
    g.database_writes = False
    try:
        yield
    finally:
        db.session.rollback()
        g.database_writes = True


@contextmanager
def only_once(said: str) -> Iterator[None]:
    """Add inside what a unique constraint allows once. A second, in the same moment too, is a RuleError that says `said`; the
    transaction goes on."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise RuleError(said) from error


def init_app(app: Flask) -> None:
    """Bind `db` and, on SQLite, the way its transactions begin."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _queue_writers(db.engine)
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
        record.info["lock"] = _acquire(lock_path)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def release(connection, record):
        fd = record.info.pop("lock", None)
        if fd is not None:
            os.close(fd)  # closing the descriptor gives the lock to the next in the queue


def _acquire(path: str) -> int:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX)
    return fd


def _refuse_write_while_reading(session, flush_context, instances) -> None:
    if not writes():
        raise RuntimeError(f"{request.endpoint} writes in a reading request: mark it @records or use POST")
