"""Steps as pages: GET asks with a form, POST takes the step, and the record's page offers what may be taken now.

deeds = mount(bp, Deed, at="/deeds/<int:deed_id>", show="heroes.show", steps={
    Deed.accept: Ask(at="acceptance", done="已受理。", main=True, icon="check"),
    (Deed.pause, Deed.resume): Ask(ReasonForm, at="pause", done="已登记。"),
})
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import User
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.activation import takes_new
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action
from portal.plugin.gate import plugin_of
from portal.records.asking import Ask, among, present, today, told
from portal.records.mounted import all_mounted, keep, view_of
from portal.records.next_step import NextStep
from portal.records.on_desk import NEXT
from portal.records.papers import PaperPages
from portal.records.record import subject
from portal.records.step_page import ONWARD, ROW, StepPage
from portal.records.steps import Step
from portal.records.timeline import timeline
from portal.web.forms.idempotency import saved
from portal.web.http.guards import signed_in
from portal.web.pages.list_position import row_url
from portal.web.pages.rendering import get_or_404

__all__ = ["ONWARD", "Ask", "StepPages", "among", "mount", "present", "today"]


class StepPages:
    """The steps of one kind of record (or of its parts) as mounted below one address."""

    def __init__(
        self,
        bp: Blueprint,
        model: type[Any],
        at: str,
        show: str,
        steps: Mapping,
        load: Callable | None,
        line: Callable | None,
        prefix: str = "",
        then: Callable | None = None,
    ):
        self.bp, self.model, self.at, self.show, self.line, self.prefix = bp, model, at, show, line, prefix
        self.idents = re.findall(
            r"<int:(\w+)>", at
        )  # of the row, or of the record and of its part; none for the only one
        self.load = load or (lambda ident: get_or_404(model.visible_to(current_user), ident))
        self.then = then or self.actions
        self.pages = [StepPage(self, each if isinstance(each, tuple) else (each,), ask) for each, ask in steps.items()]
        self.forms = {  # step → the address of its form, with {} for each id
            step: (bp.url_prefix or "") + re.sub(r"<int:\w+>", "{}", page.rule)
            for page in self.pages
            for step in page.steps
        }
        places = [each.rule for each in self.pages]
        if twice := {each for each in places if places.count(each) > 1}:
            raise ValueError(f"steps of {model.__name__}: more than one at {sorted(twice)}")

    def actions(self, record: Any, user: User) -> list[Action]:
        """What `user` may do with `record` next, in the order of the declaration; nothing where the plugin is read-only."""
        if not self.takes_new(record):
            return []
        found = (each.action(user, record) for each in self.pages if told(each.ask.shown, record) and not each.ask.row)
        return [each for each in found if each]

    def open_form(self, step: Step, record: Any, user: User) -> str:
        """The form of `step`, where it is open to `user` now; "" elsewhere."""
        found = (each.action(user, record) for each in self.pages if step in each.steps)
        return next((each.url for each in found if each and self.takes_new(record)), "")

    def offers(self, step: Step, record: Any, user: User) -> bool:
        """Whether `user` may take `step` of `record` now, or another on the same page: for a button at a row below it."""
        alike = next((each.steps for each in self.pages if step in each.steps), (step,))
        return self.takes_new(record) and any(each.is_open_to(user, record) for each in alike)

    def shown(self, record: Any, crumb: tuple[str, str], papers: PaperPages | None = None) -> dict[str, Any]:
        """What records/record.html takes of any record: what comes next and how far it has come, the steps open to the reader, papers,
        timeline. `crumb`: what its list is called, and the endpoint of that."""
        return {
            "record": record,
            "next": NextStep.of(record),
            "steps": record.states.way(record.status),  # not its `way`: a record may have a column of that name
            "actions": self.actions(record, current_user) + of_others(record),
            "papers": papers.offered(record, current_user) if papers else [],
            "events": timeline(record),
            "crumbs": [(crumb[0], url_for(crumb[1])), (record.number or record.title, "")],
        }

    def next_url(self, record: Any) -> str:
        """The form of the likeliest step that is open to the reader now; "" where there is none."""
        return next((each.url for each in self.then(record, current_user) if each.main), "")

    def waited_for(self, record: Any) -> str:
        """The form of what is to be done next by the reader, for the desk: the likeliest step, else one that somebody waits for; the page of the
        record where neither is open."""
        waits = (each.action(current_user, record) for each in self.pages if any(step.waits for step in each.steps))
        found = (each.url for each in waits if each) if self.takes_new(record) else iter(())
        return self.next_url(record) or next(found, "") or self.url(record)

    def mount_next(self) -> None:
        """Add the address below the record that leads to the form of what is to be done next."""
        view = view_of(lambda **ids: redirect(self.waited_for(self.find(ids)), 303), "The form of the next step.")
        self.bp.add_url_rule(
            f"{self.at}/{NEXT}", f"next_{self.prefix}{self.idents[0]}", signed_in(view), methods=["GET"]
        )

    def takes_new(self, record: Any) -> bool:
        """Whether anything may be entered about `record`: not where the plugin it belongs to is read-only."""
        return takes_new(plugin_of(self.bp.name), subject(record).unit)

    def find(self, ids: dict[str, int]) -> Any:
        """The record (or part) at an address with `ids`, as `load` finds it."""
        return self.load(*(ids[name] for name in self.idents))

    def ids_of(self, row: Any) -> dict[str, int]:
        """What the address of a row carries: its id, or that of its record before it."""
        ids = (subject(row).id, row.id)
        return dict(zip(self.idents, ids[-len(self.idents) :], strict=True)) if self.idents else {}

    def url(self, row: Any) -> str:
        """The page that shows it: its own; where the address names its record first, that of the record; or the one of all."""
        first: dict[str, Any] = dict(list(self.ids_of(row).items())[:1])
        if first and not current_app.url_map.is_endpoint_expecting(self.show, *first):
            return url_for(self.show)
        return url_for(self.show, **first)

    def leave(self, record: Any, done: str, url: str) -> ResponseReturnValue:
        """Keep what was done and go back to where it was: to a page, or to the line in the list; htmx gets the line."""
        if ROW not in request.form or self.line is None:
            return saved(url, done)
        ident = subject(record).id
        if not request.headers.get("HX-Request"):
            return saved(row_url(f"{self.bp.name}.index", ident), f"{subject(record).number}：{done}")
        db.session.commit()
        return self.line(ident, done)


def form_of(step: Step, *ids: object) -> str:
    """The address of the form of `step` for the row with these `ids`; "" where none is mounted that takes so many."""
    form = next((each.forms[step] for each in all_mounted(StepPages) if step in each.forms), "")
    return form.format(*ids) if form.count("{}") == len(ids) else ""


def of_others(record: Any) -> list[Action]:
    """What other plugins offer to do with `record`."""
    if not dispatch.has_listeners("record_actions"):
        return []
    return dispatch.collect("record_actions", ctx=hook_context(record.unit), record=record)


def mount(
    bp: Blueprint,
    model: type,
    *,
    at: str,
    show: str,
    steps: Mapping[Any, Ask],
    load: Callable | None = None,
    line: Callable | None = None,
    prefix: str = "",
    then: Callable | None = None,
    leads: bool = True,
) -> StepPages:
    """Mount `steps` (a step, or several that share a page → how it is asked for) of `model` on `bp`, below the address `at`.

    show: endpoint of the page of the row (or of its record, where `at` names that first), which takes the first id of `at`; or
    of the one page that shows all rows, and takes none.
    load: finds the row for the reader by the ids of `at`, or answers 404; where `at` names none, the only one there is.
    line: renders the line of a list anew, for steps that are taken there by one press: `line(record_id, done)`.
    prefix: keeps the endpoints, which bear the names of the steps, apart from those of another model on `bp`.
    then: what may be done next, `then(record, user)`, where there are more pages than these: for whoever goes straight on.
    leads: whether `next` below the address of a record leads to the form of what is to be done next, as cards of the desk want it.
    Raises ValueError for steps on one page that need different permissions, two pages at one address, and a form that does not give
    a step its arguments.
    """
    pages = StepPages(bp, model, at, show, steps, load, line, prefix, then)
    for page in pages.pages:
        page.mount(bp)
    if leads and len(pages.idents) == 1:
        pages.mount_next()
    keep(bp, pages)
    return pages
