"""A display hook shows something and writes nothing: what it adds, changes or deletes is taken out of the session again, and it may neither
flush nor commit such things, nor send a statement that writes. What the page itself had to write stays as it is, and so does the session
cookie.
"""

from typing import Any

from sqlalchemy import event

from portal.extensions import db
from portal.plugin.cookie import Cookie
from portal.plugin.statements import ONLY_SHOWS, bounds

NOTHING: frozenset[Any] = frozenset()
OF_THE_READER = "it changes the session of whoever reads"


class Unwritten:
    """What a session had to write when a display hook was asked, and the cookie. `sets` grow when something is added to that."""

    __slots__ = ("_before", "_cookie", "_session", "_token", "cookie", "rolled_back", "sets")

    def __init__(self, session: Any) -> None:
        # SQLAlchemy's own: `session.dirty` looks at each attribute of each changed row, at every call.
        self.sets = changed, added, deleted = session.identity_map._modified, session._new, session._deleted  # noqa: SLF001
        self._session = session
        self._before = self._now() if changed or added or deleted else NOTHING
        self._cookie, self.rolled_back = Cookie(), False
        self.cookie = self._cookie.session  # `modified` when somebody changed it
        self._token = bounds.set(self)

    @property
    def display(self) -> "Unwritten":
        return self

    def end(self) -> None:
        """The hook was asked."""
        bounds.reset(self._token)
        self._cookie.end()

    def refuse(self) -> None:
        """Undo what a hook had to write. Raises RuntimeError when there was something."""
        if done := self.undo():
            raise RuntimeError(done)

    def undo(self) -> str:
        """What there was to undo; "" for nothing."""
        told = OF_THE_READER if self._cookie.put_back() else ""
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
        return ONLY_SHOWS if added else told

    def _now(self) -> frozenset[Any]:
        return frozenset().union(*self.sets)


@event.listens_for(db.session, "before_flush")
def _refuse_flush(session: Any, context: Any, instances: Any) -> None:
    if (hook := bounds.get()) and hook.display:
        hook.display.refuse()


@event.listens_for(db.session, "before_commit")
def _refuse_commit(session: Any) -> None:
    if (hook := bounds.get()) and hook.display:
        raise RuntimeError(ONLY_SHOWS)
