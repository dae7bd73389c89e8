"""A display hook shows something and writes nothing: what it adds, changes or deletes is taken out of the session again, and it may neither
flush nor commit such things. What the page itself had to write stays as it is.

Not seen is an UPDATE or DELETE that a hook sends as a statement: a page that only shows something is never committed.
"""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import event

from portal.extensions import db

_asked: ContextVar["Unwritten | None"] = ContextVar("portal_display_hook", default=None)
REFUSED = "it writes, though a display hook only shows"


class Unwritten:
    """What a session had to write when a display hook was asked. `sets` grow when something is added to that."""

    __slots__ = ("_before", "_session", "_token", "sets")

    def __init__(self, session: Any) -> None:
        # SQLAlchemy's own: `session.dirty` looks at each attribute of each changed row, at every call.
        self.sets = session.identity_map._modified, session._new, session._deleted  # noqa: SLF001
        self._session = session
        self._before = self._now() if any(self.sets) else frozenset()
        self._token = _asked.set(self)

    def end(self) -> None:
        """The hook was asked."""
        _asked.reset(self._token)

    def refuse(self) -> None:
        """Undo what a hook had to write. Raises RuntimeError when there was something."""
        if self.undo():
            raise RuntimeError(REFUSED)

    def undo(self) -> bool:
        """Whether there was something to undo."""
        added = self._now() - self._before
        for state in added:
            row = state.obj()
            if row is None or state.session is not self._session:
                continue
            if state.key is None:
                self._session.expunge(row)
            else:
                self._session.add(row)  # not deleted after all
                self._session.expire(row)
        return bool(added)

    def _now(self) -> frozenset[Any]:
        return frozenset().union(*self.sets)


@event.listens_for(db.session, "before_flush")
def _refuse_flush(session: Any, context: Any, instances: Any) -> None:
    if asked := _asked.get():
        asked.refuse()


@event.listens_for(db.session, "before_commit")
def _refuse_commit(session: Any) -> None:
    if _asked.get():
        raise RuntimeError(REFUSED)
