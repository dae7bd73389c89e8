"""A check and an event take part in a step: they may write in its transaction, and neither commit it nor end it, for what came before them
would then be kept by halves, or be gone (a number that was taken, for one) while the step goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from portal.extensions import db
from portal.plugin.statements import ENDED, bounds


class Part:
    """`display`: the display hook within which the step is taken, if there is one."""

    __slots__ = ("display", "rolled_back")

    def __init__(self, display: Any) -> None:
        self.display, self.rolled_back = display, False


@contextmanager
def taking_part() -> Iterator[None]:
    """While a plugin is asked or told inside a step. Raises RuntimeError when it committed, rolled back or closed what is not its own; it may
    do so with savepoints."""
    session = db.session.registry()
    transaction, outer = session.get_transaction(), bounds.get()
    part = Part(outer.display if outer else None)
    token = bounds.set(part)
    try:
        yield
    finally:
        bounds.reset(token)
    if transaction is not None and (part.rolled_back or session.get_transaction() is not transaction):
        raise RuntimeError(ENDED)


@event.listens_for(db.session, "before_commit")
def _refuse_commit(session: Any) -> None:
    if isinstance(bounds.get(), Part) and not session.in_nested_transaction():
        raise RuntimeError(ENDED)
