"""Detects that a form is sent a second time after the Back button, when it has a new form key: its content is compared.

Keyed hashes of the last submissions are kept in the session: they reveal nothing about residents and need no SQL.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import g, request, session

from portal import clock
from portal.protection import keyring

BOX = "again"  # ticked: it is meant
KEPT = 3
MEMORY = timedelta(hours=1)
_MADE = "made"


@dataclass(frozen=True)
class Earlier:
    """An earlier submission of the same content: when, the page of what it created, and its name (may be empty)."""

    mark: str
    at: int
    url: str
    label: str

    @property
    def hour(self) -> str:
        """On the office's clock: 10:32."""
        return f"{clock.local(datetime.fromtimestamp(self.at, UTC)):%H:%M}"


def asked_before(content: object) -> Earlier | None:
    """The submission of the same `content` by this user on this page within the hour; None when the user ticked 仍要再登记.

    `content` must be serialisable as JSON. Its hash is remembered for this request, for `note`.
    """
    said = json.dumps([request.path, content], ensure_ascii=False, default=str)
    g.content = keyring.mark(said, "web.repeats")[:16]
    if request.form.get(BOX):
        return None
    return next((each for each in _recent() if each.mark == g.content), None)


def note(url: str, label: str) -> None:
    """Remember the page and name of what was created from the content given to `asked_before` in this request, if any."""
    if mark := g.get("content"):
        made = [mark, int(clock.now().timestamp()), url, label]
        session[_MADE] = [made, *(each for each in session.get(_MADE, []) if each[0] != mark)][:KEPT]


def _recent() -> list[Earlier]:
    since = (clock.now() - MEMORY).timestamp()
    return [each for each in (Earlier(*made) for made in session.get(_MADE, [])) if each.at > since]
