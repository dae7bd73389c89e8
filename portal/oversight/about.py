"""What an entry is about, as far as whoever audits may know: what the row is called, and its number. Never a resident, and no title."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select, union_all

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.subjects import subject_names
from portal.extensions import Model, db
from portal.org.models import OrgUnit

CALLED: dict[type, ColumnElement[str]] = {OrgUnit: OrgUnit.name, User: User.username}


def told_of(entries: Sequence[AuditEntry]) -> dict[tuple[str, str], str]:
    """(table, id) → 事项 昭君街道〔2026〕00001号, for all that `entries` are about. One statement."""
    wanted: dict[str, set[int]] = {}
    for each in entries:
        if each.subject_kind and each.subject_id.isdecimal():
            wanted.setdefault(each.subject_kind, set()).add(int(each.subject_id))
    numbers = _numbers({kind: ids for kind, ids in wanted.items() if kind in _numbered()})
    names = subject_names()
    return {
        (each.subject_kind, each.subject_id): " ".join(
            (names.get(each.subject_kind, "记录"), numbers.get((each.subject_kind, each.subject_id)) or each.subject_id)
        )
        for each in entries
        if each.subject_kind
    }


def _numbers(wanted: dict[str, set[int]]) -> dict[tuple[str, str], str]:
    parts = [
        select(literal(kind), _numbered()[kind][0].id, cast(_numbered()[kind][1], String)).where(
            _numbered()[kind][0].id.in_(ids)
        )
        for kind, ids in wanted.items()
    ]
    rows = db.session.execute(union_all(*parts)) if parts else ()
    return {(kind, str(ident)): number or "" for kind, ident, number in rows}


@cache
def _numbered() -> dict[str, tuple[Any, Any]]:
    """Table → (model, the column by which a row of it is called)."""
    found = {}
    for mapper in Model.registry.mappers:
        model = mapper.class_
        column = CALLED.get(model) if model in CALLED else mapper.columns.get("number")
        if column is not None and "id" in mapper.columns:
            found[model.__tablename__] = (model, column)
    return found
