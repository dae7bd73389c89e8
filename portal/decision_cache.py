"""Process cache of slowly changing decisions: plugin switches, role permissions, holidays, number patterns.

Cached values are valid for one state: the row counts of the tables that hold the decisions. The counts are selected
together with the signed-in user, so every process notices at its next request that any process has changed something.
"""

from collections.abc import Callable

from flask import current_app, g, has_app_context
from sqlalchemy import ColumnElement, event, func, select

from portal.extensions import db

STATES, MOST = 4, 10_000
_counts: list[ColumnElement] = []


def watch(*counts: ColumnElement) -> None:
    """Add scalar subqueries to the state. Each must change its value whenever a decision of its kind is added."""
    _counts.extend(counts)


def watch_rows(model: type) -> None:
    """Watch an append-only table by row count and highest id. (The highest id alone is not enough: a row with a lower id
    may be committed later.)"""
    watch(select(func.count(model.id)).scalar_subquery(), select(func.max(model.id)).scalar_subquery())
    event.listen(model, "after_insert", lambda *_: forget())


def counts() -> tuple[ColumnElement, ...]:
    """The columns of the state, for a statement that selects them beside its own; pass their values to `learn`."""
    return tuple(_counts)


def learn(state: tuple) -> None:
    """Use the cache of the state whose `counts` were read, for the rest of this request."""
    if g.get("standing_is_own"):
        return
    known = current_app.extensions.setdefault("portal_standing", {})
    state = tuple(state)
    if state not in known and len(known) >= STATES:
        known.clear()
    g.standing = known.setdefault(state, {})


def kept(key: tuple, load: Callable[[], object]):
    """The cached value of `key`; calls `load` (which never gives None) when it is not cached for the current state."""
    known = g._get_current_object().get("standing")  # half a microsecond less than through the proxy, at every hook
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
    """Call after a decision was made: the rest of this request uses a cache of its own, as the transaction may be rolled back."""
    g.standing, g.standing_is_own = {}, True


@event.listens_for(db.session, "after_soft_rollback")
def _undone(session, transaction) -> None:
    if has_app_context() and g.pop("standing_is_own", False):
        g.pop("standing")
