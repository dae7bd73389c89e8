"""A check and an event take part in a step: they may write in its transaction, and neither commit it nor end it, for what came before them
would then be kept by halves, or be gone (a number that was taken, for one) while the step goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event

from portal.extensions import db

_taking_part: ContextVar[bool] = ContextVar("portal_taking_part", default=False)
ENDED = "it ends the transaction of the step, in which it only takes part"


@contextmanager
def taking_part() -> Iterator[None]:
    """While a plugin is asked or told inside a step. Raises RuntimeError when it committed, rolled back or closed what is not its own; it may
    do so with savepoints."""
    session = db.session.registry()
    transaction, token = session.get_transaction(), _taking_part.set(True)
    try:
        yield
    finally:
        _taking_part.reset(token)
    if transaction is not None and session.get_transaction() is not transaction:
        raise RuntimeError(ENDED)


@event.listens_for(db.session, "before_commit")
def _refuse_commit(session: Any) -> None:
    if _taking_part.get() and not session.in_nested_transaction():
        raise RuntimeError(ENDED)
