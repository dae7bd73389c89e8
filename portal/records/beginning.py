"""The page that begins a record: the form at GET, the creating class method of the model at POST of one address.

mount_beginning(
    bp, Roll.draw_up, Ask(RollForm, done="已新建。"), at="/rolls/new", back="heroes.rolls",
    show=lambda roll: url_for("heroes.show_roll", roll_id=roll.id),
)
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.records.asking import Ask, told
from portal.records.attempt import attempt
from portal.records.steps import Begun
from portal.web.forms import Form, with_files
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import render


class BeginPage:
    """One page that begins a record, where the form says (`place`), or else in the unit one works in."""

    def __init__(
        self, bp: Blueprint, begun: Begun, ask: Ask, at: str, show: Callable, back: str, place: Callable | None
    ) -> None:
        self.bp, self.begun, self.ask, self.at, self.show, self.back, self.place = bp, begun, ask, at, show, back, place

    def mount(self) -> None:
        """Add the two views."""
        name, guard = self.begun.declared.name, requires(self.begun.needs or "")
        for endpoint, view, method in ((name, self.open, "GET"), (f"take_{name}", self.take, "POST")):
            self.bp.add_url_rule(self.at, endpoint, guard(_documented(view, self.begun.label)), methods=[method])

    def open(self) -> ResponseReturnValue:
        """The form, fresh."""
        start = self.ask.start(self._here()) if self.ask.start else None
        return self._page(self._prepared(self.ask.form(data=start) if start else self.ask.form()))

    def take(self) -> ResponseReturnValue:
        """The new record, or what stands in its way on the same form."""
        ask = self.ask
        form = self._prepared(ask.form(with_files()) if ask.uploads else ask.form())
        if ask.groups and resize(*(form[name] for name in ask.groups)):
            return self._page(form)
        if not form.validate():
            return self._page(form, 422)
        made: list[Any] = []
        if refused := attempt(lambda: made.append(self._begin(form))):
            (form[ask.error_at].errors if ask.error_at else form.form_errors).append(refused)
            return self._page(form, 422)
        return self._leave(made[0])

    def _begin(self, form: Form) -> Any:
        unit = self.place(form) if self.place else self._here()
        return self.begun(unit=unit, by=current_user, **self.ask.arguments(self.begun, form, unit))

    def _leave(self, record: Any) -> ResponseReturnValue:
        """To its page; back to the list for whoever may enter it and not see it, without telling what it is called."""
        done = told(self.ask.done, record)
        if not record.allows(current_user, record.permission):
            return saved(url_for(self.back), done)
        return saved(self.show(record), done, getattr(record, "number", ""))

    def _here(self) -> OrgUnit | None:
        unit = current_unit()
        return unit if self.place else permitted(unit)

    def _prepared(self, form: Form) -> Form:
        if self.ask.prepare:
            self.ask.prepare(form, self._here())
        return form

    def _page(self, form: Form, status: int = 200) -> ResponseReturnValue:
        unit, ask = self._here(), self.ask
        return render(
            ask.template,
            status=status,
            form=form,
            ask=ask,
            verb=told(ask.title, unit) or self.begun.label,
            about="",
            explanation=told(ask.explanation, unit),
            button=told(ask.button, unit),
            back=url_for(self.back),
            **(ask.context(unit) if ask.context else {}),
        )


def mount_beginning(
    bp: Blueprint,
    begun: Begun,
    ask: Ask,
    *,
    at: str,
    show: Callable[[Any], str],
    back: str,
    place: Callable[[Form], OrgUnit] | None = None,
) -> BeginPage:
    """Mount the page that begins a record at the address `at`. What `ask` calls gets the unit one works in, `done` the record.

    show: the address of the record's page. back: endpoint of the list. place: the unit that the filled form names; without it,
    the record belongs to the unit one works in, where the right must hold before the form is shown.
    """
    page = BeginPage(bp, begun, ask, at, show, back, place)
    page.mount()
    bp.record(lambda state: state.app.extensions.setdefault("portal_begin_pages", []).append(page))
    return page


def begin_pages() -> list[BeginPage]:
    """All pages of the application that begin a record, for tests."""
    return current_app.extensions.get("portal_begin_pages", [])


def _documented(view: Callable, label: str) -> Callable:
    def documented() -> ResponseReturnValue:
        return view()

    documented.__doc__ = f"{label}: {view.__doc__}"
    return documented
