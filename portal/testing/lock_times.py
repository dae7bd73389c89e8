"""How long writers wait for each other on SQLite: each hold of the writers' lock, by the endpoint that held it (portal/database.py)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from portal import database
from portal.database import Hold

LONGEST = 0.1  # seconds of the processor; by the clock a busy machine adds what others do meanwhile


@contextmanager
def watched() -> Iterator[list[Hold]]:
    """The list fills with the holds inside."""
    holds: list[Hold] = []
    database.watching.append(holds.append)
    try:
        yield holds
    finally:
        database.watching.remove(holds.append)


def too_long(holds: Iterable[Hold], most: float = LONGEST) -> list[str]:
    """A complaint for each endpoint that held it for more than `most` seconds of the processor."""
    return [
        f"{each.by} keeps all others from writing while it works for {each.work * 1000:.0f} ms: do it before it writes"
        for each, _ in longest(holds)
        if each.work > most
    ]


def longest(holds: Iterable[Hold]) -> list[tuple[Hold, int]]:
    """The hold of each endpoint that took the most work, and how many there were; the worst first."""
    worst: dict[str, Hold] = {}
    counts: dict[str, int] = {}
    for each in holds:
        counts[each.by] = counts.get(each.by, 0) + 1
        if each.by not in worst or each.work > worst[each.by].work:
            worst[each.by] = each
    return sorted(((each, counts[by]) for by, each in worst.items()), key=lambda pair: -pair[0].work)


def table(holds: Iterable[Hold], lines: int = 20) -> str:
    """The worst as lines of text: ms of the processor, ms by the clock, how many, endpoint."""
    rows = [
        f"{each.work * 1000:7.1f} {each.seconds * 1000:8.1f} {count:6}  {each.by}" for each, count in longest(holds)
    ]
    return "\n".join(["   work    clock  holds  by (ms of the longest)", *rows[:lines]])
