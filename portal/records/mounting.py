"""Steps as pages: GET asks with a form, POST takes the step, and the record's page offers what may be taken now.

    deeds = mount(bp, Deed, at="/deeds/<int:deed_id>", show="heroes.show", steps={
        Deed.accept: Ask(at="acceptance", done="已受理。", main=True, icon="check"),
        (Deed.pause, Deed.resume): Ask(ReasonForm, at="pause", done="已登记。"),
    })

The order of answers (docs/adr/0015): no such permission anywhere 403, no such record for this reader 404, no right on this
record 403, wrong state 409, a closer right that is wanted (`entrusted_to`) 403, something stands against it 422, no such row
of the record 404, the form 422.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action
from portal.plugin.gate import plugin_of
from portal.records.asking import Ask, among, told
from portal.records.steps import Step
from portal.web.forms import Form, with_files
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import requires
from portal.web.pages.list_position import row_url
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render

__all__ = ["Ask", "StepPages", "among", "mount", "mounted"]
ROW = "row"  # the button of a line in a list sends the version that the line shows


class StepPage:
    """One page that asks for a step (or for one of several), and takes it."""

    def __init__(self, pages: "StepPages", steps: tuple[Step, ...], ask: Ask) -> None:
        needs = {each.needs for each in steps}
        if len(needs) > 1 or None in needs:
            raise ValueError(f"{ask.at}: steps on one page need one permission, not {needs}")
        self.pages, self.steps, self.ask = pages, steps, ask
        self.needs, self.rule = needs.pop() or "", f"{pages.at}/{ask.at}"
        self.name = pages.prefix + steps[0].name.rstrip("_")

    def mount(self, bp: Blueprint) -> None:
        """Add the two views: the form at GET, the step at POST of one address."""
        guard = requires(self.needs)
        bp.add_url_rule(self.rule, self.name, guard(self._view(self.open, "the form.")), methods=["GET"])
        bp.add_url_rule(self.rule, f"take_{self.name}", guard(self._view(self.take, "")), methods=["POST"])

    def _view(self, answer: Callable, what: str) -> Callable:
        def view(**ids):
            return answer(ids)

        view.__doc__ = f"{self.steps[0].label}: {what}".rstrip(": ")
        return view

    def open(self, ids: dict[str, int]) -> ResponseReturnValue:
        """The form, fresh."""
        record, rows, step = self._asked(ids, filled=False)
        start = self.ask.start(record, *rows) if self.ask.start else None
        form = self.ask.form(data=start) if start else self.ask.form()
        return self._page(step, self._prepared(form, record, rows), record, rows)

    def take(self, ids: dict[str, int]) -> ResponseReturnValue:
        """The step, with what was filled in; what a rule forbids is said on the same form."""
        ask, (record, rows, step) = self.ask, self._asked(ids, filled=True)
        form = self._prepared(ask.form(with_files()) if ask.uploads else ask.form(), record, rows)
        if ask.groups and resize(*(form[name] for name in ask.groups)):
            return self._page(step, form, record, rows)
        if not form.validate():
            return self._page(step, form, record, rows, 422)
        meant = ask.choose(record, form) if ask.choose else step
        if refused := attempt(lambda: meant.take(record, *rows, by=current_user, **ask.arguments(meant, form, record))):
            if ROW in request.form:
                raise RuleError(refused)  # a line of a list has no form to say it on
            record, rows = self._found(ids)
            (form[ask.error_at].errors if ask.error_at else form.form_errors).append(refused)
            return self._page(step, form, record, rows, 422)
        return self.pages.leave(
            record, told(ask.done, record, *rows), ask.to(record, *rows) if ask.to else self.pages.url(record)
        )

    def open_to(self, user: User, record: Any) -> Step | None:
        """The step that `user` may take on this page now, or None."""
        return next((each for each in self.steps if each.is_open_to(user, record)), None)

    def action(self, user: User, record: Any) -> Action | None:
        """Its button on the page of `record`, when it is offered to `user`."""
        step = self.open_to(user, record)
        if step is None:
            return None
        return Action(self._title(step, record), self.url(record), self.ask.icon, told(self.ask.main, record))

    def url(self, record: Any, **row: int) -> str:
        ids: dict[str, Any] = {**self.pages.ids_of(record), **row}
        return url_for(f"{self.pages.bp.name}.{self.name}", **ids)

    def _asked(self, ids: dict[str, int], *, filled: bool) -> tuple[Any, tuple, Step]:
        """Record, row and step, asked in the order of answers; what stands against the step is said on a `filled` form later."""
        record = self.pages.find(ids)
        as_shown(record)
        step = self.open_to(current_user, record)
        if step is None:
            step = next((each for each in self.steps if each.fits(record)), self.steps[0])
            try:
                step.check(record, current_user)
            except RuleError as error:
                if error.status != RuleError.status or not filled:
                    raise
        return record, self._rows(record, ids), step

    def _found(self, ids: dict[str, int]) -> tuple[Any, tuple]:
        record = self.pages.find(ids)
        return record, self._rows(record, ids)

    def _rows(self, record: Any, ids: dict[str, int]) -> tuple:
        if self.ask.row is None:
            return ()
        below = [value for name, value in ids.items() if name not in self.pages.idents]
        found = self.ask.row(record, *below) if max(below) <= LARGEST_ID else None
        return (found or abort(404),)

    def _prepared(self, form: Form, record: Any, rows: tuple) -> Form:
        if self.ask.prepare:
            self.ask.prepare(form, record, *rows)
        return form

    def _title(self, step: Step, record: Any, *rows: Any) -> str:
        return told(self.ask.title, record, *rows) or step.label

    def _page(self, step: Step, form: Form, record: Any, rows: tuple, status: int = 200) -> ResponseReturnValue:
        ask = self.ask
        return render(
            ask.template,
            status=status,
            form=form,
            record=subject(record),
            row=rows[0] if rows else None,
            ask=ask,
            verb=self._title(step, record, *rows),
            about=record.about,
            explanation=told(ask.explanation, record, *rows),
            button=told(ask.button, record, *rows),
            back=self.pages.url(record),
            **(ask.context(record, *rows) if ask.context else {}),
        )


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
    ):
        self.bp, self.model, self.at, self.show, self.line, self.prefix = bp, model, at, show, line, prefix
        self.idents = re.findall(
            r"<int:(\w+)>", at
        )  # of the row, or of the record and of its part; none for the only one
        self.load = load or (lambda ident: get_or_404(model.visible_to(current_user), ident))
        self.pages = [StepPage(self, each if isinstance(each, tuple) else (each,), ask) for each, ask in steps.items()]

    def actions(self, record: Any, user: User) -> list[Action]:
        """What `user` may do with `record` next, in the order of the declaration; nothing where the plugin is read-only."""
        if not self.takes_new(record):
            return []
        found = (each.action(user, record) for each in self.pages if told(each.ask.shown, record) and not each.ask.row)
        return [each for each in found if each]

    def offers(self, step: Step, record: Any, user: User) -> bool:
        """Whether `user` may take `step` of `record` now, or another on the same page: for a button at a row below it."""
        alike = next((each.steps for each in self.pages if step in each.steps), (step,))
        return self.takes_new(record) and any(each.is_open_to(user, record) for each in alike)

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
) -> StepPages:
    """Mount `steps` (a step, or several that share a page → how it is asked for) of `model` on `bp`, below the address `at`.

    show: endpoint of the page of the row (or of its record, where `at` names that first), which takes the first id of `at`; or
    of the one page that shows all rows, and takes none.
    load: finds the row for the reader by the ids of `at`, or answers 404; where `at` names none, the only one there is.
    line: renders the line of a list anew, for steps that are taken there by one press: `line(record_id, done)`.
    prefix: keeps the endpoints, which bear the names of the steps, apart from those of another model on `bp`.
    Raises ValueError for steps on one page that need different permissions.
    """
    pages = StepPages(bp, model, at, show, steps, load, line, prefix)
    for page in pages.pages:
        page.mount(bp)
    bp.record(lambda state: state.app.extensions.setdefault("portal_step_pages", []).append(pages))
    return pages


def mounted() -> list[StepPages]:
    """All step pages of the application, for tests and for whoever shows what there is."""
    return current_app.extensions.get("portal_step_pages", [])


def attempt(act: Callable[[], object]) -> str:
    """Call `act`; "" when it succeeded, else the message of the broken rule, after a rollback."""
    try:
        with db.session.no_autoflush:
            act()
        db.session.flush()
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        return str(error)
    return ""


def as_shown(record: Any) -> None:
    """Raises WrongState when the record has changed since the row with the button was shown."""
    if ROW in request.form and request.form[ROW] != str(subject(record).version):
        raise WrongState("别人刚刚办理过这件事，这一行显示的已经不是最新情况。请刷新页面再看。")


def subject(row: Any) -> Any:
    """The record that `row` is, or is part of."""
    return getattr(row, "record", row)
