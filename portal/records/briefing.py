"""What a plugin counts of its records for 研判 of a unit (hook `brief_lines`): where they lie, on which days, in one statement and in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func

from portal import clock
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit

__all__ = ["counted", "how_many", "lies_in", "on_days"]


def lies_in(unit: OrgUnit, model: Any) -> ColumnElement[bool]:
    """The condition: in `unit` or below; the levels above besides, for by those the index begins. What lies in a department has an index of its own, and
    with the levels above all of the county is read instead."""
    above = LEVELS[1 : LEVELS.index(unit.level)] if unit.level in LEVELS else ()
    known = [(getattr(model, level), getattr(unit, level)) for level in above]
    return and_(unit.subtree_of(model), *(column == ident for column, ident in known if ident))


def on_days(moment: Any, first: date | None, last: date) -> ColumnElement[bool]:
    """The condition: `moment` (a column) is on a day from `first` (None: ever before) to `last`, both counted."""
    until = moment < clock.begin_of(last + timedelta(days=1))
    return and_(moment >= clock.begin_of(first), until) if first else until


def how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    """The number of rows that `which` picks."""
    return func.count(case((which, 1)))


def counted(found: Select, what: Mapping[str, ColumnElement[int]]) -> str:
    """Words with {} for a number → that number of the rows of `found`, as “在包 5 件，销号 1 件”: what is none is left out, and "" is where all are.
    One statement."""
    numbers = db.session.execute(found.with_only_columns(*what.values(), maintain_column_froms=True)).one()
    return "，".join(words.format(number) for words, number in zip(what, numbers, strict=True) if number)
