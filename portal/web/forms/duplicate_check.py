"""The same again: after the Back button a page is fetched anew and has a new key, so its content tells that it was sent.

What was made last is kept in the session, as keyed hashes: nothing about residents, and no statement more.
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
    """What the same content made before: when, where it led, and what it is called (may be empty)."""

    mark: str
    at: int
    url: str
    label: str

    @property
    def hour(self) -> str:
        """On the office's clock: 10:32."""
        return f"{clock.local(datetime.fromtimestamp(self.at, UTC)):%H:%M}"


def asked_before(content: object) -> Earlier | None:
    """What this user made of `content` on this page within the hour, unless it is said to be meant once more.

    `content` is whatever can stand in JSON; `note` takes it from here once it has made something.
    """
    said = json.dumps([request.path, content], ensure_ascii=False, default=str)
    g.content = keyring.index(said, "web.repeats")[:16]
    if request.form.get(BOX):
        return None
    return next((each for each in _recent() if each.mark == g.content), None)


def note(url: str, label: str) -> None:
    """Remember what the content looked at by `asked_before` in this request made; does nothing where none was."""
    if mark := g.get("content"):
        made = [mark, int(clock.now().timestamp()), url, label]
        session[_MADE] = [made, *(each for each in session.get(_MADE, []) if each[0] != mark)][:KEPT]


def _recent() -> list[Earlier]:
    since = (clock.now() - MEMORY).timestamp()
    return [each for each in (Earlier(*made) for made in session.get(_MADE, [])) if each.at > since]
