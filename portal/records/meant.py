"""Whom or what the words of a search mean in a list: asked of each row that is read, and looked up by an index wherever its row lies (docs/adr/0087)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from portal.extensions import db

__all__ = ["Meant", "among", "rows_of"]


class Meant(NamedTuple):
    """For `finds` of a list. rows: the condition on a row that is read in its order. first: the ids of some such rows, found by an index of their own."""

    rows: ColumnElement[bool]
    first: Select


def among(column: Any, several: Sequence[Select]) -> ColumnElement[bool]:
    """Whether `column` is in one of `several`, each of which is read once: of a bare IN PostgreSQL without statistics makes a join, and reads
    all of it again for each row."""
    return or_(false(), *(column.in_(each).is_(true()) for each in several))


def rows_of(some: Select, column: Any, *also: ColumnElement[bool], wanted: Any = None) -> Select:
    """The ids (or what is `wanted` instead) of the rows whose `column` is one of `some`, which are few, and of which `also` holds: looked up one after the
    other by the index of that column, whatever the database believes of how many there are."""
    model, few = column.class_, some.subquery()
    (ident,) = few.columns
    wanted = model.id if wanted is None else wanted
    rows = select(wanted).where(column == ident, *also)
    if db.engine.dialect.name == "postgresql":  # what has an OFFSET is not made another join of
        each = rows.correlate(few).offset(0).lateral()
        return select(*each.c).select_from(few.join(each, true()))
    return select(wanted).select_from(few).join(model, column == ident).where(*also)
