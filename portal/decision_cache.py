"""What is decided seldom and asked at every turn: switches of plugins, rights of roles, holidays, forms of numbers.

A process keeps what it has read of it. A few counts, read in one statement with the user of each request, tell whether
that still holds, whichever process decided something new.
"""

from collections.abc import Callable

from flask import current_app, g, has_app_context
from sqlalchemy import ColumnElement, event, func, select

from portal.extensions import db

STATES, MOST = 4, 10_000
_counts: list[ColumnElement] = []


def watch(*counts: ColumnElement) -> None:
    """Let these scalar subqueries, which must change with every new decision of a kind, be part of the state."""
    _counts.extend(counts)


def watch_rows(model: type) -> None:
    """Watch a table to which rows are only ever added. (The newest alone would not do: an earlier one may be committed
    later.)"""
    watch(select(func.count(model.id)).scalar_subquery(), select(func.max(model.id)).scalar_subquery())
    event.listen(model, "after_insert", lambda *_: forget())


def counts() -> tuple[ColumnElement, ...]:
    """What a statement selects besides its own, to hand it to `learn`."""
    return tuple(_counts)


def learn(state: tuple) -> None:
    """What `counts` gave: from here on this request works with what is known for that state."""
    if g.get("standing_is_own"):
        return
    known = current_app.extensions.setdefault("portal_standing", {})
    state = tuple(state)
    if state not in known and len(known) >= STATES:
        known.clear()
    g.standing = known.setdefault(state, {})


def kept(key: tuple, load: Callable[[], object]):
    """What `load` gives (never None), read once for each `key` as long as nothing new is decided."""
    known = g.get("standing")
    if known is None:
        learn(db.session.execute(select(*_counts)).one())
        known = g.standing
    found = known.get(key)
    if found is None:
        if len(known) >= MOST:
            known.clear()
        found = known[key] = load()
    return found


def forget() -> None:
    """After a decision in this request: it reads anew, and keeps for itself what may yet be undone."""
    g.standing, g.standing_is_own = {}, True


@event.listens_for(db.session, "after_soft_rollback")
def _undone(session, transaction) -> None:
    if has_app_context() and g.pop("standing_is_own", False):
        g.pop("standing")
