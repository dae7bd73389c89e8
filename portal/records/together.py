"""Steps of many rows in one piece of work, such as a batch that follows its unit: written with one flush, heard of one by one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from portal.extensions import db

_waiting: ContextVar[list[Callable[[], object]] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Steps that are taken inside are written down at the end, all at once, and only then whoever listens is told of each, in their order. For
    rows of which none asks how another stands."""
    waiting: list[Callable[[], object]] = []
    before = _waiting.set(waiting)
    try:
        yield
        db.session.flush()
    finally:
        _waiting.reset(before)
    for tell in waiting:
        tell()


def write_down() -> None:
    """Flush, for the steps that follow ask what stands where; inside `together` its end does it."""
    if _waiting.get() is None:
        db.session.flush()


def once_written(tell: Callable[[], object]) -> None:
    """Call `tell` now, what it tells of being written; inside `together` at its end."""
    waiting = _waiting.get()
    if waiting is None:
        tell()
    else:
        waiting.append(tell)
