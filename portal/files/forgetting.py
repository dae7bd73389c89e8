"""Bytes that no row names any more go from the disk, too: after the transaction that deleted the last one is committed, and never before.

What is left by a crash in between, or by a file that was uploaded only a moment ago (somebody else may be uploading the same bytes), is
found by `sweep`, once a day.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Column, event, inspect, literal_column, select, table
from sqlalchemy.orm import ORMExecuteState

from portal.extensions import db
from portal.files import storage

__all__ = ["watch"]

HASH = "sha256"  # the column in which any table names what it has in the storage
PENDING, GONE = "portal_files_deleted", "portal_files_unnamed"
A_MOMENT, A_DAY = timedelta(minutes=1), timedelta(days=1)
_watched: list[type[Any]] = []


def watch(model: type[Any]) -> None:
    """Forget the bytes of rows of `model` that are deleted, singly or many at once."""
    _watched.append(model)
    event.listen(model, "after_delete", lambda mapper, connection, row: _note([row.sha256]))


def sweep(ctx: Any, progress: Any) -> str:
    """Delete what lies in the storage for more than a day and is named by no row of any table."""
    return f"清理没有记录指向的文件 {storage.clear(_named_anywhere(), A_DAY)} 个。"


def _named_anywhere() -> set[str]:
    """Hashes in all tables there are, also of plugins that are not installed."""
    look, connection = inspect(db.session.connection()), db.session.connection()
    found: set[str] = set()
    for name in look.get_table_names():
        if HASH in {each["name"] for each in look.get_columns(name)}:
            found |= set(connection.scalars(select(literal_column(HASH)).select_from(table(name))))
    return found


def _note(digests: list[str]) -> None:
    db.session().info.setdefault(PENDING, set()).update(digests)


@event.listens_for(db.session, "do_orm_execute")
def _note_many(state: ORMExecuteState) -> None:
    """A DELETE of many rows tells nobody which; ask before."""
    if not (state.is_delete and state.bind_mapper and state.bind_mapper.class_ in _watched):
        return
    statement: Any = state.statement
    column: Column[str] = state.bind_mapper.columns[HASH]
    _note(list(state.session.scalars(select(column).where(*statement._where_criteria))))  # noqa: SLF001


@event.listens_for(db.session, "before_commit")
def _settle(session: Any) -> None:
    if session.in_nested_transaction() or not (session.info.get(PENDING) or session.new or session.deleted):
        return
    session.flush()
    if not (pending := session.info.pop(PENDING, None)):
        return
    still = {
        found for model in _watched for found in session.scalars(select(model.sha256).where(model.sha256.in_(pending)))
    }
    session.info[GONE] = pending - still


@event.listens_for(db.session, "after_commit")
def _forget(session: Any) -> None:
    if not session.in_nested_transaction():
        for digest in session.info.pop(GONE, ()):
            storage.forget(digest, but_not_since=A_MOMENT)


@event.listens_for(db.session, "after_rollback")
def _keep(session: Any) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(PENDING, None)
    session.info.pop(GONE, None)
