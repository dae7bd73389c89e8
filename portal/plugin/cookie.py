"""What the portal knows of a browser between two pages (the session cookie): a display hook leaves it as it is, for a slip there would sign
everybody out, at every page."""

from types import SimpleNamespace
from typing import Any

from flask.globals import _cv_request  # a proxy costs a microsecond at each hook

FREE = "csrf_token"  # a form that is shown takes one
NONE = SimpleNamespace(modified=False)  # outside of a request


class Cookie:
    """The `session` as it was when a display hook was asked; its `modified` says whether somebody changed it since."""

    __slots__ = ("_before", "_modified", "session")

    def __init__(self) -> None:
        context = _cv_request.get(None)
        # Without the underscore it counts as read, and the answer would say that it depends on it.
        session: Any = context._session if context else None  # noqa: SLF001
        if session is None:
            self.session, self._modified = NONE, False
            return
        self.session, self._before, self._modified = session, dict(session), session.modified
        session.modified = False

    def end(self) -> None:
        """The hook was asked."""
        if self._modified:
            self.session.modified = True

    def put_back(self) -> bool:
        """Whether there was something to put back."""
        if not self.session.modified:
            return False
        now = dict(self.session)
        changed = now | {FREE: None} != self._before | {FREE: None}
        self._modified = self._modified or now.get(FREE) != self._before.get(FREE)
        self._before |= {FREE: now[FREE]} if FREE in now else {}
        if changed:
            self.session.clear()
            self.session.update(self._before)
        self.session.modified = False
        return changed
