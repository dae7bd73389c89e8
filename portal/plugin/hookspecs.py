"""The hooks: where a plugin may join in. Keyword-only; `ctx` says unit, actor and time.

`display` hooks add something to a page: one that raises shows a quiet notice and the page lives.
`event` hooks are told that something happened; they run inside the transaction, so one that raises undoes the verb.
"""

from dataclasses import dataclass
from datetime import datetime

import pluggy

PROJECT = "portal"
hookimpl = pluggy.HookimplMarker(PROJECT)
_spec = pluggy.HookspecMarker(PROJECT)


@dataclass(frozen=True)
class Context:
    """Who asks, from which unit, and when."""

    unit: object
    actor: object
    now: datetime


def _kind(kind: str):
    def mark(function):
        function.portal_kind = kind
        return _spec(function)

    return mark


display, event = _kind("display"), _kind("event")


class HookSpecs:
    """Every hook with its signature."""

    @display
    def nav_items(self, ctx):
        """Entries of the main navigation: a list of `portal.web.navigation.NavItem`."""

    @display
    def home_cards(self, ctx):
        """Cards of the work desk: a list of `portal.home.cards.Card`."""

    @display
    def case_panels(self, ctx, case):
        """Sections shown on the page of `case`: a list of `portal.cases.panels.Panel`."""

    @display
    def case_actions(self, ctx, case):
        """What can be done with `case` next: a list of `portal.cases.panels.Action`."""

    @display
    def case_routes(self, ctx, case):
        """Where `case` may go at triage besides a unit: a list of `portal.cases.routes.Route`."""

    @event
    def case_event(self, ctx, case, event):
        """`event` (a CaseEvent) was just added to `case`, in the same transaction."""

    @event
    def demo_data(self, world):
        """Fill the demo: `world` holds units, people, users and cases; go through the models' own verbs."""
