"""Many rows in one piece of work, such as a batch that follows its unit, or lines of a roster: written with one flush, heard of one by one; and what the
database is asked for each of them, asked once for all. Or tried, and nothing written at all."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Integer, Table, event, func, inspect, select
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql.util import find_tables

from portal.extensions import db

__all__ = ["looked_up", "made", "write_down"]

Known = dict[Hashable, Any]  # what was asked → what the database answers
T = TypeVar("T")
NOTHING = object()
WHEREVER = {  # in a statement a table may stand
    "check_columns": True,
    "include_aliases": True,
    "include_joins": True,
    "include_selects": True,
}


class Unforeseen(Exception):
    """Rows on trial ask what only the database can tell, with those above them written."""


@dataclass
class Work:
    """What is under way: who is to be told once it is written, and what was asked beforehand, if anything was; whether it is only a trial, and of that
    which rows were added, and what was `made` with what was known before; the numbers that are counted here, each with what keeps the last of them, and
    the savepoint in which they may be."""

    known: Known | None
    trial: bool = False
    added: list[Any] = field(default_factory=list)
    made: list[tuple[Hashable, Any]] = field(default_factory=list)
    waiting: list[Callable[[], object]] = field(default_factory=list)
    counts: dict[Hashable, tuple[int, Callable[[int], object]]] = field(default_factory=dict)
    inside: object = None


_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def together(known: Known | None = None) -> Iterator[None]:
    """Steps that are taken inside are written down at the end, all at once, and only then whoever listens is told of each, in their order. For
    rows of which none asks how another stands, but by `looked_up`, which answers from `known` first."""
    outer = _work.get()
    work = Work(known, counts=outer.counts if outer else {}, inside=db.session().get_nested_transaction())
    before = _work.set(work)
    try:
        yield
        _give_ids()
        db.session.flush()
        for last, keep in work.counts.values():
            keep(last)
    finally:
        _work.reset(before)
    for tell in work.waiting:
        tell()


@contextmanager
def on_trial(known: Known) -> Iterator[None]:
    """Steps that are taken inside are tried: their rules speak, nothing is written, and nobody is told. Raises Unforeseen before anything would be
    written. The session is to be rolled back afterwards."""
    before = _work.set(Work(known, trial=True))
    try:
        with db.session.no_autoflush:
            yield
    finally:
        _work.reset(before)


def tries() -> bool:
    """Whether nothing is to be written of what is under way."""
    work = _work.get()
    return work is not None and work.trial


def stands() -> tuple[int, int]:
    """How far a trial is, for `left_out`."""
    work = _work.get()
    return (len(work.added), len(work.made)) if work else (0, 0)


def left_out(since: tuple[int, int]) -> bool:
    """Take back what one line did on trial `since` then, as if it had not been there, and answer whether that could be: not where a row of before
    belongs to what it added, for then something may be changed there. For a line that changes rows of before only by steps, which add an entry."""
    work, (added, made) = _work.get(), since
    if work is None or work.known is None or db.session.dirty:
        return False
    new = work.added[added:]
    if any(_may_be_changed(each) for row in new for each in _beside(row) if not any(each is one for one in new)):
        return False
    for row in new:
        if row in db.session:
            db.session.expunge(row)
    for what, before in reversed(work.made[made:]):
        if before is NOTHING:
            del work.known[what]
        else:
            work.known[what] = before
    del work.added[added:], work.made[made:]
    return True


def _may_be_changed(row: Any) -> bool:
    return not inspect(row).persistent or inspect(row).modified


def _beside(row: Any) -> Iterator[Any]:
    """The rows to which it leads, as far as they are there."""
    held = inspect(row).dict
    for each in inspect(type(row)).relationships:
        found = held.get(each.key)
        yield from found if each.uselist and found else () if each.uselist or found is None else (found,)


def counted(what: Hashable, last: Callable[[], int | None]) -> int:
    """The next number of `what` as a trial counts, from behind the `last` one given."""
    work = _work.get()
    if work is None or work.known is None:
        raise RuntimeError("only a trial counts without writing")
    work.known[what] = number = (work.known[what] if what in work.known else last() or 0) + 1
    return number


def next_of(what: Hashable, ask: Callable[[], int], keep: Callable[[int], object]) -> int:
    """The next number of `what`: the first by `ask`, after which nobody else gets one until the transaction ends; of rows taken together those after it are
    counted here, and the last of them is kept at the end. Inside a savepoint of a step, which may be undone, none is begun to be counted."""
    work = _work.get()
    if work is None:
        return ask()
    if what in work.counts:
        number = work.counts[what][0] + 1
    else:
        number = ask()
        if work.known is None or db.session().get_nested_transaction() is not work.inside:
            return number
    work.counts[what] = number, keep
    return number


def write_down() -> None:
    """Flush, for the steps that follow ask what stands where; inside `together` its end does it."""
    if _work.get() is None:
        db.session.flush()


def once_written(tell: Callable[[], object]) -> None:
    """Call `tell` now, what it tells of being written; inside `together` at its end."""
    work = _work.get()
    if work is None:
        tell()
    else:
        work.waiting.append(tell)


def looked_up(what: Hashable, ask: Callable[[], T], *, about: Any = None) -> T | None:
    """The answer of `ask` to the question `what`: known beforehand, or `made` since, where rows are taken together. A question that nobody thought of is
    asked of the database, with all that waits written first; but for one `about` a row that waits itself, of which the database knows nothing."""
    work = _work.get()
    if work is None or work.known is None:
        return ask()
    if what in work.known:
        return work.known[what]
    if about is not None and about.id is None:
        return None
    if not work.trial:
        db.session.flush()
    return ask()


def made(what: Hashable, row: object) -> None:
    """From now on `row` is the answer to `what`, though it may not be written yet."""
    work = _work.get()
    if work is not None and work.known is not None:
        if work.trial:
            work.made.append((what, work.known.get(what, NOTHING)))
        work.known[what] = row


def _give_ids() -> None:
    """On SQLite, of which one writes at a time: the rows that wait have the ids they would be given. Of those with ids all that go into one table are
    written by one statement, of others each by one that gives its id back; PostgreSQL gives back many at once."""
    if db.session.get_bind().dialect.name != "sqlite":
        return
    waiting: dict[Table, list[Any]] = {}
    for each in sorted(db.session.new, key=lambda row: inspect(row).insert_order):
        waiting.setdefault(inspect(type(each)).local_table, []).append(each)
    for table, rows in waiting.items():
        column = _counted_up(table)
        if column is None or len(rows) == 1:
            continue
        with db.session.no_autoflush:
            following = (db.session.scalar(select(func.max(column))) or 0) + 1
        for number, row in enumerate([each for each in rows if each.id is None], start=following):
            row.id = number
            _spell_out(row)


@cache
def _counted_up(table: Table) -> Any:
    """Its column `id`, of a table in which SQLite gives the number behind the last one; None of others."""
    keys = list(table.primary_key.columns)
    plain = len(keys) == 1 and keys[0].name == "id" and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys
    return keys[0] if plain and not table.dialect_options["sqlite"]["autoincrement"] else None


def _spell_out(row: Any) -> None:
    """What the database would fill in by itself would have to be given back."""
    for name, value in _by_default(type(row)):
        if name not in inspect(row).dict:
            setattr(row, name, value)


@cache
def _by_default(model: type) -> list[tuple[str, Any]]:
    """The attributes that have a value by default here and in the database, which is the same."""
    columns = ((each.key, each.columns[0]) for each in inspect(model).column_attrs)
    both = ((key, each) for key, each in columns if isinstance(each, Column) and each.server_default is not None)
    return [(key, each.default.arg) for key, each in both if each.default is not None and each.default.is_scalar]


@event.listens_for(db.session, "transient_to_pending")
def _notes_what_is_added(session: object, row: Any) -> None:
    work = _work.get()
    if work is not None and work.trial:
        work.added.append(row)


@event.listens_for(db.session, "before_flush")
def _writes_nothing(*_: object) -> None:
    if tries():
        raise Unforeseen


@event.listens_for(db.session, "do_orm_execute")
def _asks_of_nothing_that_waits(asked: ORMExecuteState) -> None:
    """A trial may ask of tables for which nothing waits to be written; and a row that is there already, of itself."""
    if not tries() or asked.is_column_load:
        return
    waiting = {inspect(type(each)).local_table for each in (*db.session.new, *db.session.dirty)}
    if not asked.is_select or waiting & set(find_tables(asked.statement, **WHEREVER)):
        raise Unforeseen
