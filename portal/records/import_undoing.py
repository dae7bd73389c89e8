"""Taking back rows that were imported: they must be as they were entered, and nothing may hang on them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.exc import IntegrityError

from portal.errors import RuleError
from portal.extensions import db
from portal.protection import keyring
from portal.records.imports import Import
from portal.records.record import Record


def refuse_changed(kind: Import, some: Mapping[int, str]) -> None:
    """Raises RuleError where one of the rows (id → fingerprint) was changed, or what is entered holds it."""
    rows = _rows_of(kind, some)
    if any(fingerprint(each) != some[each.id] for each in rows):
        raise RuleError("导入的内容后来修改过，不能整批撤销，请逐个修改。")
    if kind.holds and (held := next(filter(None, map(kind.holds, rows)), "")):
        raise RuleError(held)


def take_back_rows(kind: Import, some: Mapping[int, str], *, since: datetime) -> None:
    """Delete these rows, and what was made for them `since` then. Raises RuleError where something refers to one."""
    rows = _rows_of(kind, some)
    beside = dict.fromkeys(map(kind.beside, rows)) if kind.beside else {}
    try:
        with db.session.begin_nested():
            for row in rows:
                take_back(row)
            db.session.flush()
            for each in filter(None, beside):
                each.let_go(since=since)
    except IntegrityError as error:
        raise RuleError("导入的内容已经在别处使用，不能整批撤销，请逐个修改。") from error


def _rows_of(kind: Import, some: Mapping[int, str]) -> Sequence[Any]:
    return db.session.scalars(select(kind.model).where(kind.model.id.in_(some)).order_by(kind.model.id.desc())).all()


def take_back(row: Any) -> None:
    """Delete a row that nobody has changed since it was entered; of a record also the entry which says that it was."""
    if isinstance(row, Record):
        events = inspect(type(row)).relationships["events"]
        (own,) = events.remote_side
        db.session.execute(delete(events.mapper.class_).where(own == row.id))
        db.session.expire(row, ["events"])
    db.session.delete(row)


def fingerprint(row: Any) -> str:
    """A keyed hash of what `row` holds, to tell later whether it was changed."""
    held = {each.key: str(getattr(row, each.key)) for each in inspect(row).mapper.column_attrs}
    return keyring.mark(json.dumps(held, ensure_ascii=False, sort_keys=True), "records_import.made")[:16]
