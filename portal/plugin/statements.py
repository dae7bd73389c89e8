"""What a plugin may send to the database while it is asked or migrates: through the connection it was given, and no more than it may there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event

from portal.extensions import db

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|CREATE|DROP|ALTER|COPY|DO|CALL"
    r"|WITH\b.*\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM))\b",
    re.IGNORECASE | re.DOTALL,
)
ENDS = re.compile(r"\s*(COMMIT|END|ABORT|ROLLBACK(?!.*\bTO\b))\b", re.IGNORECASE | re.DOTALL)
BEGINS = "BEGIN"  # the engine says so itself, before anybody may look at the connection
ASIDE = "it uses a connection of its own: the only one is that of db.session, or in a migration that of op"
ONLY_SHOWS = "it writes, though a display hook only shows"
ENDED = "it ends the transaction, in which it only takes part"


class Bounds(Protocol):
    """Of the hook that is asked: which display hook it is, or is asked within, if any; whether somebody rolled back."""

    rolled_back: bool

    @property
    def display(self) -> Any: ...


bounds: ContextVar[Bounds | None] = ContextVar("portal_bounds_of_hook", default=None)
_migrating: ContextVar[Connection | None] = ContextVar("portal_migrating_on", default=None)
_of_session: WeakSet[Connection] = WeakSet()


@contextmanager
def nothing_beside(connection: Connection) -> Iterator[None]:
    """While a plugin migrates on `connection`, any other refuses: what it does there would stay when the migration is rolled back."""
    token = _migrating.set(connection)
    try:
        yield
    finally:
        _migrating.reset(token)


@event.listens_for(db.session, "after_begin")
def _note(session: Any, transaction: Any, connection: Connection) -> None:
    _of_session.add(connection)


@event.listens_for(Engine, "before_cursor_execute")
def _look(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    hook, migrating = bounds.get(), _migrating.get()
    if hook is None and migrating is None:
        return
    if statement.startswith(BEGINS):
        return
    if (migrating is not None and connection is not migrating) or (hook and connection not in _of_session):
        raise RuntimeError(ASIDE)
    if hook and ENDS.match(statement):
        raise RuntimeError(ENDED)
    if hook and hook.display and WRITES.match(statement) and not _flushing():
        raise RuntimeError(ONLY_SHOWS)


@event.listens_for(Engine, "commit")
def _refuse_commit(connection: Connection) -> None:
    if bounds.get():
        raise RuntimeError(ENDED)


@event.listens_for(Engine, "rollback")
def _note_rollback(connection: Connection) -> None:
    if hook := bounds.get():
        hook.rolled_back = True


def _flushing() -> bool:
    """Whether this is what the page itself had to write, sent along with the first question of the hook."""
    return db.session.registry()._flushing  # noqa: SLF001
