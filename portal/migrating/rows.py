"""While a plugin migrates: the rows of others stay as they are.

SQLite asks before each statement what it may change. PostgreSQL counts what a transaction changed, also by a function or a block of code.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from sqlite3 import SQLITE_DELETE, SQLITE_DENY, SQLITE_INSERT, SQLITE_OK, SQLITE_UPDATE
from typing import Any, Protocol

from sqlalchemy import Connection, text

from portal.plugin.statements import nothing_beside

__all__ = ["others_kept", "trusted"]

WITH_ROWS_OF_PLUGINS = ("records_contact", "files_attachment", "documents_document", "families_family")
OF_THE_DATABASE = ("sqlite_", "_alembic_tmp_")  # its own book of tables, and a table that is being built anew
CHANGES = (SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE)
CHANGED = text(
    "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del, pg_relation_filenode(relid) FROM pg_stat_xact_user_tables"
    " WHERE schemaname = current_schema()"
)  # the file of a table is another after TRUNCATE


class Watch(Protocol):
    """Looks at what a transaction changes, except while it looks `away`; `found` are tables."""

    found: set[str]

    def away(self, looks_away: bool) -> None: ...

    def end(self) -> None: ...


_watch: ContextVar[Watch | None] = ContextVar("portal_migrating_plugin", default=None)


def belongs(table: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a plugin whose tables begin so has rows of its own in `table`."""
    return table.startswith((*prefixes, *OF_THE_DATABASE)) or table in WITH_ROWS_OF_PLUGINS


@contextmanager
def others_kept(connection: Connection, may: Callable[[str], bool]) -> Iterator[None]:
    """Raises RuntimeError where rows of a table are changed of which `may(table)` is false, and where another connection is used."""
    watch: Watch = (Asked if connection.dialect.name == "sqlite" else Counted)(connection, may)
    token = _watch.set(watch)
    try:
        with nothing_beside(connection):
            yield
    except BaseException as error:
        if watch.found:  # told first: the error may only say "not authorized"
            raise RuntimeError(_said(watch)) from error
        raise
    else:
        watch.away(True)
        if watch.found:
            raise RuntimeError(_said(watch))
    finally:
        _watch.reset(token)
        watch.end()


@contextmanager
def trusted() -> Iterator[None]:
    """While the portal itself changes rows on behalf of a plugin; also a decorator."""
    watch = _watch.get()
    if watch is None:
        yield
        return
    watch.away(True)
    try:
        yield
    finally:
        watch.away(False)


def _said(watch: Watch) -> str:
    return f"it changes rows of tables that are not its own: {', '.join(sorted(watch.found))}"


class Asked:
    """On SQLite (https://sqlite.org/c3ref/set_authorizer.html)."""

    def __init__(self, connection: Connection, may: Callable[[str], bool]) -> None:
        self.found: set[str] = set()
        self._may, self._away = may, 0
        self._set: Any = connection.connection.driver_connection.set_authorizer  # type: ignore[union-attr]
        self._set(self._authorize)

    def away(self, looks_away: bool) -> None:
        self._away += 1 if looks_away else -1

    def end(self) -> None:
        self._set(None)

    def _authorize(self, action: int, table: str | None, *_: Any) -> int:
        if action not in CHANGES or self._away or self._may(table or ""):
            return SQLITE_OK
        self.found.add(table or "")
        return SQLITE_DENY


class Counted:
    """On PostgreSQL (pg_stat_xact_user_tables)."""

    def __init__(self, connection: Connection, may: Callable[[str], bool]) -> None:
        self.found: set[str] = set()
        self._connection, self._may, self._away = connection, may, 0
        self._before = self._now()

    def away(self, looks_away: bool) -> None:
        if looks_away and not self._away:
            changed = dict(self._now().items() - self._before.items())
            self.found |= {name for name in changed if not self._may(name)}
        self._away += 1 if looks_away else -1
        if not self._away:
            self._before = self._now()

    def end(self) -> None:
        """Nothing to undo."""

    def _now(self) -> dict[str, tuple[int, int]]:
        return {name: (rows, file) for name, rows, file in self._connection.execute(CHANGED)}
