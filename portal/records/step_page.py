"""The page of one step: GET asks with a form, POST takes the step.

The order of answers (docs/adr/0015): no such permission anywhere 403, no such record for this reader 404, no right on this
record 403, wrong state 409, a closer right that is wanted (`entrusted_to`) 403, something stands against it 422, no such row
of the record 404, the form 422.
"""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.models import User
from portal.database import reading_first
from portal.errors import RuleError, WrongState
from portal.people.known_field import settled
from portal.plugin.contributions import Action
from portal.records.asking import Ask, told
from portal.records.attempt import attempt
from portal.records.mounted import view_of
from portal.records.record import subject
from portal.records.steps import Step
from portal.web.forms import Form
from portal.web.forms.idempotency import claim
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, render

if TYPE_CHECKING:
    from portal.records.mounting import StepPages

ROW = "row"  # the button of a line in a list sends the version that the line shows
ONWARD = "onward"  # the button that leads on to the form of the next step


class StepPage:
    """One page that asks for a step (or for one of several), and takes it."""

    def __init__(self, pages: "StepPages", steps: tuple[Step, ...], ask: Ask) -> None:
        needs = {each.needs for each in steps}
        if len(needs) > 1 or None in needs:
            raise ValueError(f"{ask.at}: steps on one page need one permission, not {needs}")
        for each in steps:
            if fault := ask.fault(each, each.asks_for[:1] if ask.row else ()):
                raise ValueError(f"step {pages.model.__name__}.{each.name}: {fault}")
        self.pages, self.steps, self.ask = pages, steps, ask
        self.needs, self.rule = needs.pop() or "", f"{pages.at}/{ask.at}"
        self.name = pages.prefix + steps[0].name.rstrip("_")

    def mount(self, bp: Blueprint) -> None:
        """Add the two views: the form at GET, the step at POST of one address."""
        guard, label = requires(self.needs), self.steps[0].label
        bp.add_url_rule(self.rule, self.name, guard(view_of(self.open, f"{label}: the form.")), methods=["GET"])
        bp.add_url_rule(self.rule, f"take_{self.name}", guard(view_of(self.take, label)), methods=["POST"])

    def open(self, **ids: int) -> ResponseReturnValue:
        """The form, fresh."""
        record, rows, step = self._asked(ids, filled=False)
        return self._page(step, self.ask.fresh(record, *rows), record, rows)

    def take(self, **ids: int) -> ResponseReturnValue:
        """The step, with what was filled in; what a rule forbids is said on the same form."""
        looked = self._prepared(ids) if any(each.prepare for each in self.steps) else None
        if looked and (onward := claim()):  # the key of the form was given back meanwhile
            return onward
        ask, (record, rows, step) = self.ask, self._asked(ids, filled=True)
        form = ask.filled(record, *rows)
        form.from_line = as_shown(record)
        if ask.grown(form, record, *rows):
            return self._page(step, form, record, rows)
        if not form.validate():
            return self._page(step, form, record, rows, 422)
        meant = ask.choose(record, form) if ask.choose else step
        if refused := attempt(
            lambda: (
                meant.take(record, *rows, by=current_user, **ask.arguments(meant, form, record)),
                settled(form, record),
            )
        ):
            if ROW in request.form:
                raise refused  # a line of a list has no form to say it on
            record, rows = self._found(ids)
            ask.refuse(form, refused)
            return self._page(step, form, record, rows, 422)
        to = ask.to(record, *rows) if ask.to else self.pages.url(record)
        if ONWARD in request.form:
            to = (ask.onward(record, *rows) if ask.onward else self.pages.next_url(record)) or to
        return self.pages.leave(record, told(ask.done, record, *rows), to)

    def _prepared(self, ids: dict[str, int]) -> Any:
        """The record with what its step has read, where the reader is offered that, without holding the writers' lock."""
        with reading_first():
            record = self.pages.find(ids)
            if (step := self.open_to(current_user, record)) and step.prepare:
                step.prepare(record)
            return record

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

    def _leads_on(self, step: Step, record: Any) -> bool:
        """Whether, after this main step, another may be at hand; of another step, what was said when it was mounted."""
        if self.ask.onward or told(self.ask.leads_on, record):
            return True
        others = (step for each in self.pages.pages if each is not self and each.ask.main for step in each.steps)
        return told(self.ask.main, record) and any(not (each.of and step.to) or step.to in each.of for each in others)

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
            onward=ONWARD if self._leads_on(step, record) else "",
            **(ask.context(record, *rows) if ask.context else {}),
        )


def as_shown(record: Any) -> bool:
    """Whether it was asked by the button of a row that shows the record as it stands. Raises WrongState when it has changed since."""
    version = getattr(subject(record), "version", None)  # a body has none: no line of a list offers its steps
    if ROW not in request.form or version is None:
        return False
    if request.form[ROW] != str(version):
        raise WrongState("别人刚刚办理过这件事，这一行显示的已经不是最新情况。请刷新页面再看。")
    return True
