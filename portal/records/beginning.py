"""The page that begins a record: the form at GET, the creating class method of the model at POST of one address.

mount_beginning(
    bp, Roll.draw_up, Ask(RollForm, done="已新建。"), at="/rolls/new", back="heroes.rolls",
    show=lambda roll: url_for("heroes.show_roll", roll_id=roll.id),
)

A record may begin from another (a dispute from a case): `of` finds that one, and it is the first argument of the class method.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.places import places_for
from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.known_field import settled
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.plugin.gate import plugin_of
from portal.records.asking import Ask, told
from portal.records.attempt import attempt
from portal.records.mounted import keep, view_of
from portal.records.steps import Begun
from portal.web.forms import Form
from portal.web.forms.idempotency import claim, saved
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import get_or_404, render

__all__ = ["mount_beginning", "begin_button"]


class BeginPage:
    """One page that begins a record, from another (`of`), where the form says (`place`), or else in the unit one works in."""

    def __init__(
        self,
        bp: Blueprint,
        begun: Begun,
        ask: Ask,
        at: str,
        show: Callable,
        back: str | Callable,
        place: str | Callable | None,
        of: Callable | None,
        prefix: str,
        kinds: tuple[str, ...],
    ) -> None:
        if fault := ask.fault(begun, (begun.declared.source if of else "unit",)):
            raise ValueError(f"step {begun.owner.__name__}.{begun.declared.name}: {fault}")
        self.bp, self.begun, self.ask, self.at = bp, begun, ask, at
        self.show, self.back, self.place, self.prefix = show, back, place, prefix
        self.of = _found_as(of) if isinstance(of, type) else of
        self.kinds = kinds

    def mount(self) -> None:
        """Add the two views."""
        name, guard = f"{self.prefix}{self.begun.declared.name}", requires(self.begun.needs or "")
        for endpoint, view, method in ((name, self.open, "GET"), (f"take_{name}", self.take, "POST")):
            self.bp.add_url_rule(
                self.at, endpoint, guard(view_of(view, f"{self.begun.label}: {view.__doc__}")), methods=[method]
            )

    def open(self, **ids: int) -> ResponseReturnValue:
        """The form, fresh."""
        source = self._source(ids)
        return self._page(self._offering(self.ask.fresh(source)), source)

    def take(self, **ids: int) -> ResponseReturnValue:
        """The new record, or what stands in its way on the same form."""
        ask, source = self.ask, self._source(ids)
        form = self._offering(ask.filled(source))
        if ask.grown(form, source):
            return self._page(form, source)
        if not form.validate():
            return self._page(form, source, 422)
        prepared = self._prepared(form, source)
        if self.begun.declared.prepare and (onward := claim()):  # the key of the form was given back meanwhile
            return onward
        made: list[Any] = []
        if refused := attempt(lambda: made.append(settled(form, self._begin(form, source, **prepared)))):
            ask.refuse(form, refused)
            return self._page(form, self._source(ids), 422)
        return self._leave(made[0], source)

    def _begin(self, form: Form, source: Any, **prepared: Any) -> Any:
        return self.begun(*([source] if self.of else []), **self._arguments(form, source), **prepared)

    def _arguments(self, form: Form, source: Any) -> dict[str, Any]:
        """By name: who begins it, and what the form says; the unit, where it begins from none other."""
        about = source if self.of or not self.place else self._placed(form)
        place = {} if self.of else {"unit": about}
        return {"by": current_user, **place, **self.ask.arguments(self.begun, form, about)}

    def _prepared(self, form: Form, source: Any) -> Mapping[str, Any]:
        """What the beginning has read for whoever may begin it, without holding the writers' lock."""
        prepare = self.begun.declared.prepare
        if prepare is None:
            return {}
        with reading_first(), suppress(RuleError):  # said when it is begun
            return prepare(*([source] if self.of else []), **self._arguments(form, source))
        return {}

    def _offering(self, form: Form) -> Form:
        """`form` with the units in which the reader holds the right, where one of them is chosen there."""
        if isinstance(self.place, str):
            form[self.place].choices = places_for(current_user, self.begun.needs or "", self.kinds)
        return form

    def _placed(self, form: Form) -> OrgUnit:
        return self.place(form) if callable(self.place) else db.session.get_one(OrgUnit, form[self.place].data)

    def _leave(self, record: Any, source: Any) -> ResponseReturnValue:
        """To its page; back to the list for whoever may enter it and not see it, without telling what it is called."""
        done = told(self.ask.done, record)
        if not record.allows(current_user, record.permission):
            return saved(self._back(source), done)
        return saved(self.show(record), done, getattr(record, "number", ""))

    def _source(self, ids: dict[str, int]) -> Any:
        """What it begins from, of which all that `ask` calls is asked: another record, or the unit one works in."""
        if self.of:
            return self.of(**ids)
        unit = current_unit()
        return unit if self.place else permitted(unit)

    def _back(self, source: Any) -> str:
        return self.back(source) if callable(self.back) else url_for(self.back)

    def _page(self, form: Form, source: Any, status: int = 200) -> ResponseReturnValue:
        ask = self.ask
        return render(
            ask.template,
            status=status,
            form=form,
            ask=ask,
            verb=told(ask.title, source) or self.begun.label,
            about=source.about if self.of else "",
            explanation=told(ask.explanation, source),
            button=told(ask.button, source),
            back=self._back(source),
            **(ask.context(source) if ask.context else {}),
        )


def mount_beginning(
    bp: Blueprint,
    begun: Begun,
    ask: Ask,
    *,
    at: str,
    show: Callable[[Any], str],
    back: str | Callable[[Any], str],
    place: str | Callable[[Form], OrgUnit] | None = None,
    of: Callable[..., Any] | None = None,
    prefix: str = "",
    kinds: tuple[str, ...] = (),
) -> BeginPage:
    """Mount the page that begins a record at the address `at`. What `ask` calls gets the unit one works in, `done` the record.

    show: the address of the record's page. back: endpoint of the list. place: name of the field (a SelectField) in which one of
    the units is chosen where the reader holds the right; or finds the unit by the filled form. Without it, the record belongs to the
    unit one works in, where the right must hold before the form is shown. of: the model of the record from
    which this one begins, or what finds it by the ids of `at`, for the reader, or answers 404; what `ask` and `back` call gets that instead of the unit.
    prefix: keeps the endpoints, which bear the name of the step, apart from those of another model on `bp`.
    kinds: of the units offered in `place`, where not every kind can have such a record; the class method refuses the others itself.
    Raises ValueError for a form that does not give the class method its arguments.
    """
    page = BeginPage(bp, begun, ask, at, show, back, place, of, prefix, kinds)
    page.mount()
    keep(bp, page)
    return page


def begin_button(begun: Begun, label: str = "", prefix: str = "") -> Callable[[], list[Action]]:
    """What `actions` of a list of the same blueprint may be: the button that leads to the form of `begun`.

    For whoever may begin one; where the plugin is read-only nobody may, and the form would only be refused when it is sent.
    label: its words, where they are not those of the step. prefix: as in `mount_beginning`.
    """

    def offered() -> list[Action]:
        if not (takes_new(plugin_of(request.blueprint), current_unit()) and current_user.can(begun.needs)):
            return []
        return [Action(label or begun.label, url_for(f".{prefix}{begun.declared.name}"), "plus", main=True)]

    return offered


def _found_as(model: type[Any]) -> Callable[..., Any]:
    """Finds the row of `model` that the reader may see by the one id of an address."""
    return lambda **ids: get_or_404(model.visible_to(current_user), *ids.values())
