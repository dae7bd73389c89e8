"""A list of what stands on one card of the work desk: `?desk=<key of the queue>` in the address of any list.

Its rows are those of the queue itself, so that the number on the card is the number of the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g
from flask_login import current_user
from sqlalchemy import Select

from portal import clock
from portal.accounts.reader import Ahead, Reader, Shape, Then, days_for, moments_for, places_of, shape_of
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Queue
from portal.records.filters import Control, Filter, Label, Unread

DESK, NEXT = "desk", "next"  # in the address of a list; below that of a record
MOST_PLANS = 500


@dataclass(frozen=True, eq=False)
class Waiting:
    """What waits in a queue for readers of one kind. `ids`: selects of the ids, with no row in common; days and moments: as in `Reader`."""

    ids: tuple[Select, ...]
    days: Mapping[str, Ahead]
    moments: Mapping[str, Then]

    def of(self, model: type[Any]) -> bool:
        """Whether these are rows of `model`."""
        return all(each.selected_columns[0].table is model.__table__ for each in self.ids)

    def given(self) -> dict[str, Any]:
        """The values of its parameters for whoever is signed in, but for the time."""
        now: datetime = clock.now()
        days = days_for(current_user, self.days, clock.local(now).date())
        return {**places_of(current_user), **days, **moments_for(current_user, self.moments, now)}


@dataclass(frozen=True)
class OnDesk(Filter):
    """What stands on a card of the desk. Its shape is what waits there; a list reads these rows instead of its own (`Waiting`), so it has no condition."""

    model: Any = None

    def asked(self, given):
        key = self.value(given)
        if not key:
            return None
        queue = _queues().get(key)
        found = queue and waiting(queue, shape_of(current_user))
        if not found or not found.of(self.model):
            raise Unread("工作台上没有这一项，列出的是全部。")
        return found, found.given()

    def controls(self, given, wrong):
        """Nothing, unless one came from the desk."""
        queue = _queues().get(self.value(given)) if self.value(given) else None
        choices = {"": "不限", queue.key: queue.title} if queue else {}
        return (Control("SelectField", self.name, Label(self.label), queue.key, choices),) if queue else ()


def listed(at: str, key: str) -> str:
    """The address of the list at `at` of what stands on the card `key`."""
    return f"{at}?{DESK}={key}"


def on_desk(model: type[Any]) -> OnDesk:
    """The filter of a list of `model`."""
    return OnDesk(DESK, "工作台", model.id, model)


def asked_of(shape: tuple) -> Waiting | None:
    """What waits, where a list so filtered is one of a card."""
    return dict(shape).get(DESK)


def waiting(queue: Queue, shape: Shape) -> Waiting:
    """What waits in `queue` for readers of `shape`, made once."""
    known = current_app.extensions.setdefault("portal_desk_lists", {})
    found = known.get((queue, shape))
    if found is None:
        if len(known) >= MOST_PLANS:
            known.clear()
        reader = Reader(shape)
        rows = queue.rows(reader)
        parts = [each for each in (rows if isinstance(rows, list) else [rows]) if each is not None]
        found = known[queue, shape] = Waiting(tuple(map(_ids, parts)), reader.days, reader.moments)
    return found


def _ids(rows: Select) -> Select:
    return rows.order_by(None).with_only_columns(rows.selected_columns.id, maintain_column_froms=True)


def _queues() -> dict[str, Queue]:
    """Key → queue of the desk of whoever is signed in, asked once a request."""
    if "desk_queues" not in g:
        given = dispatch.collect("home_cards", ctx=hook_context())
        g.desk_queues = {each.key: each for each in given if isinstance(each, Queue)}
    return g.desk_queues
