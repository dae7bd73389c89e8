"""The hooks a plugin may implement. Arguments are passed by name; `ctx` holds unit, actor and time.

`display` hooks add something to a page: where one raises, the page shows a short notice in its place.
`check` hooks may object: each gives a list of objections in Chinese; one that raises objects too (fails closed).
`event` hooks are told that something happened; they run inside the transaction, so one that raises rolls it back.
`duty` hooks are called also where the plugin is off: legal duties about data do not end when a plugin is switched off.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import pluggy

from portal.org.models import OrgUnit
from portal.plugin.contributions import (
    Action,
    BriefLine,
    Card,
    CaseColumn,
    CaseFields,
    CaseFilter,
    CaseFinder,
    Hit,
    NavItem,
    Notice,
    OpenRecord,
    Panel,
    PublicPage,
    Queue,
    Report,
    Serving,
    TriageOption,
)

__all__ = ["hookimpl", "Context", "HookSpecs"]

PROJECT = "portal"
Hook = TypeVar("Hook", bound=Callable)
hookimpl = pluggy.HookimplMarker(PROJECT)  # decorator of every hook that a plugin implements
_spec = pluggy.HookspecMarker(PROJECT)


@dataclass(frozen=True)
class Context:
    """The unit in which a hook is called, the user who acts, and the time."""

    unit: OrgUnit | None
    actor: Any  # a User of portal.accounts, which lies above; None on public pages
    now: datetime


def _kind(kind: str, *items: type, most: int = 10_000) -> Callable[[Hook], Hook]:
    """A hook of this `kind`. With `items` it answers with a list of such, at `most` so many; anything else counts as a failure of the plugin."""

    def mark(function: Hook) -> Hook:
        function.portal_kind, function.portal_items, function.portal_most = kind, items, most  # type: ignore[attr-defined]
        return _spec(function)

    return mark


display, check, event, duty = (
    partial(_kind, "display", most=100),
    _kind("check", str),
    _kind("event"),
    partial(_kind, "duty"),
)


class HookSpecs:
    """Every hook with its signature."""

    @display(NavItem, most=30)
    def nav_items(self, ctx):
        """Entries of the main navigation: a list of `NavItem`."""

    @display(Queue, Card, Action)
    def home_cards(self, ctx):
        """Cards of the work desk: a list of `Queue`, or of `Card` where SQL alone cannot say it, and of
        `Action` for buttons above them."""

    @display(Notice)
    def notices(self, ctx):
        """Lines above the work desk: a list of `Notice`."""

    @display(Panel)
    def case_panels(self, ctx, case):
        """Sections shown on the page of `case`: a list of `Panel`."""

    @display(Action)
    def case_actions(self, ctx, case):
        """What can be done with `case` next: a list of `Action`."""

    @display(Action)
    def record_actions(self, ctx, record):
        """What can be done next with `record`, of whichever plugin: a list of `Action`."""

    @display(Serving, most=10_000)
    def serving(self, ctx):
        """Who serves in `ctx.unit` or below today, for whoever calls people together there: a list of `Serving`."""

    @display(BriefLine)
    def brief_lines(self, ctx, first, last):
        """What was counted in `ctx.unit` and below from the day `first` to the day `last`, for its weekly or monthly report (研判): a list of
        `BriefLine`, which name nobody."""

    @display(TriageOption)
    def triage_options(self, ctx, case):
        """Where `case` may go at triage besides a unit: a list of `TriageOption`."""

    @display(CaseFields)
    def case_fields(self, ctx):
        """Fields to add to the form 登记事项: a list of `CaseFields`."""

    @display(CaseColumn, CaseFilter, CaseFinder)
    def case_list(self, ctx):
        """What the list of cases and its file hold besides: a list of `CaseColumn`, `CaseFilter` and `CaseFinder`."""

    @event
    def record_event(self, ctx, record, event):
        """`event` was just added to the timeline of `record`, a case or a record of any plugin, in the same transaction."""

    @check
    def record_validate(self, ctx, record, verb):
        """Objections in Chinese to taking the step `verb` (register, triage, accept …) with `record`, a case or a record of any
        plugin."""

    @display(Hit)
    def search(self, ctx, text):
        """What `text` finds: a list of `Hit`, at most ten, only what `ctx.actor` may see."""

    @display(PublicPage)
    def public_pages(self, ctx):
        """Pages for residents, without sign-in: a list of `PublicPage` for `ctx.unit`."""

    @display(Panel)
    def person_panels(self, ctx, person):
        """Sections shown on the page of a resident: a list of `Panel`."""

    @display(Panel)
    def people_panels(self, ctx, people):
        """Sections shown on the page of a household about its members, `people`, told apart by their names; in one statement: a list of `Panel`."""

    @display(Action)
    def person_actions(self, ctx, person):
        """What can be done from the page of `person`, a resident whose data was not erased: a list of `Action`."""

    @display(Panel)
    def family_panels(self, ctx, family):
        """Sections shown on the page of `family`, a family of `portal.families`: a list of `Panel`."""

    @display(Action)
    def family_actions(self, ctx, family):
        """What can be done from the page of `family`, which has a telephone number: a list of `Action`."""

    @display(Panel)
    def unit_panels(self, ctx):
        """Sections shown on the page of `ctx.unit` in 组织机构: a list of `Panel`, of whatever lies there, for `ctx.actor`."""

    @duty(str)
    def family_merged(self, ctx, kept, gone):
        """What this plugin keeps of the family `gone` is of the family `kept` from now on: `gone` is deleted in this transaction, and must
        not be referred to any more. May answer a list of sentences: what the household now has twice, for somebody to look at."""

    @display(Report)
    def reports(self, ctx):
        """Statistics: a list of `Report`, gathered on the page 统计."""

    @check
    def can_activate(self, ctx, plugin):
        """Objections to switching `plugin` on in `ctx.unit`."""

    @display(str)
    def deactivation_impact(self, ctx, plugin):
        """What is still open in `ctx.unit` if `plugin` is switched off: a list of sentences in Chinese, with counts."""

    @event
    def on_activated(self, ctx, plugin):
        """`plugin` was switched on in `ctx.unit`."""

    @event
    def on_deactivated(self, ctx, plugin):
        """`plugin` was switched off or to read-only in `ctx.unit`."""

    @duty()
    def personal_data_export(self, person):
        """Everything this plugin holds about `person` (a resident): a dict of heading → list of dicts."""

    @duty(OpenRecord)
    def personal_data_open(self, person):
        """Records still under way in which `person` takes part, a list of `OpenRecord`: while there
        is one, nothing is erased anywhere."""

    @duty(str)
    def personal_data_erase(self, person):
        """Remove or make anonymous what this plugin holds about `person`, of whom nothing is under way; answers sentences about
        what was done or must stay, with the law that says so."""

    @duty()
    def demo_data(self, world):
        """Fill the demo: `world` holds units, people, users and cases; go through the models' own verbs."""
