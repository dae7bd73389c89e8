"""Time in the database: what a page asks is noted while it is made, and asked again and again with nothing around it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, thread_time
from typing import Any

from sqlalchemy import Engine, event

REPEATS = 3
LONG, PATIENCE = 0.2, 1  # seconds from which a statement is not asked so often; how often then
CLOCKS = {
    "sqlite": thread_time,
    "postgresql": perf_counter,
}  # SQLite works in our thread, whose work is known for itself
ASKS = ("SELECT", "WITH", "(SELECT")


@dataclass
class Statement:
    """One statement with what was bound to it; `ms`: how long it took, at the least."""

    text: str
    given: Any
    rows: int = 0
    ms: float = 0.0


@contextmanager
def noted(engine: Engine) -> Iterator[list[Statement]]:
    """What is asked of the database meanwhile."""
    found: list[Statement] = []

    def note(connection, cursor, text, given, context, many):
        if text.lstrip().startswith(ASKS):
            found.append(Statement(text, given))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def clock_in_turn(sides: list[tuple[Engine, list[Statement]]]) -> list[float]:
    """Milliseconds in the database of each side (on SQLite of the processor), the sides taking turns, each statement at its least, which other work on the
    machine moves least; the first time, which fills caches, does not count."""
    connections = [engine.raw_connection() for engine, _ in sides]
    taken: list[list[list[float]]] = [[[] for _ in asked] for _, asked in sides]
    try:
        for turn in range(REPEATS + 1):
            for side, (engine, asked) in enumerate(sides):
                for number, each in enumerate(asked):
                    if turn <= PATIENCE or min(taken[side][number]) < LONG:
                        spent = _spent(connections[side], each, CLOCKS[engine.dialect.name])
                        if turn:
                            taken[side][number].append(spent)
    finally:
        for each in connections:
            each.close()
    for (_, asked), times in zip(sides, taken, strict=True):
        for each, spent in zip(asked, times, strict=True):
            each.ms = min(spent) * 1000
    return [sum(each.ms for each in asked) for _, asked in sides]


def _spent(connection: Any, asked: Statement, clock: Callable[[], float]) -> float:
    cursor = connection.cursor()
    begun = clock()
    cursor.execute(asked.text, asked.given)
    asked.rows = len(cursor.fetchall())
    spent = clock() - begun
    cursor.close()
    return spent


def touched(engine: Engine, asked: Statement) -> int:
    """How many pages of the database (8 KB) PostgreSQL looks at to answer: the same on a busy machine as on a quiet one. 0 on SQLite, which does not tell."""
    if engine.dialect.name == "sqlite":
        return 0
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT JSON) {asked.text}", asked.given)
        whole = cursor.fetchone()[0][0]["Plan"]
        return sum(whole[each] for each in ("Shared Hit Blocks", "Shared Read Blocks", "Temp Read Blocks"))
    finally:
        connection.close()


def plan(engine: Engine, asked: Statement) -> list[str]:
    """How the database answers a statement, line by line."""
    how = "QUERY PLAN" if engine.dialect.name == "sqlite" else "(ANALYZE, TIMING off)"
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"EXPLAIN {how} {asked.text}", asked.given)
        return [str(row[-1]) for row in cursor.fetchall()]
    finally:
        connection.close()
