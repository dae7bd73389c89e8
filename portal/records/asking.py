"""How a step is asked for: everything the web side adds to what the record declares."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms.fields.core import UnboundField

from portal import clock
from portal.errors import Doubtful, RuleError
from portal.records.forms import GivingForm, NoteForm
from portal.records.steps import Begun, Step
from portal.web.forms import Form, with_files
from portal.web.forms.looking_up import only_searches
from portal.web.forms.repeating_fields import resize

Said = str | Callable[..., str]


@dataclass(frozen=True)
class Ask:
    """How a step is asked for. Callables get the record and, where the step is about one, the row below it.

    form: its class. at: the noun in the address, below that of the record; it may name a row: `objections/<int:row_id>/answer`.
    done: what is said afterwards. title, button: by default the step's label. main, icon, tone: of its button.
    shown: whether the record's page offers it (by default it does, when it is open to the reader).
    explanation: what is said above the form. start: values of a fresh form. prepare: sets choices, before filling and checking.
    args: names of fields handed to the step, or a callable of form and record; by default the form's own `arguments()`, or
    the fields that bear the names of the step's arguments (all of them where it takes any, as the fields of a new row).
    row: finds the row by its id, or answers None (see `among`). groups: names of groups that grow. fields: names of the fields shown.
    choose: of several steps on one page, the one that the filled form means; without it, the first that is open.
    template, context: another page, and what it shows besides. error_at: the field at which a broken rule is said that names none (`RuleError(…, at=)`).
    to: where it leads afterwards. onward: where 接着办下一步 leads, if not to the next step of the record: to another record, say; "" if nowhere.
    leads_on: of a step that is not main, whether the button 接着办下一步 stands beside its own.
    edits: the fresh form (`start`) shows what stands, to be changed: who saves later is told what somebody else changed meanwhile.
    seen: what another wrote and who takes the step signs, issues or approves, by what each is called: it stands above the form, and the step is
    not taken where it was written anew since.
    keeps_draft, uploads: the form is saved while it is filled; it carries files.
    """

    form: type[Form] = NoteForm
    at: str = ""
    done: Said = "已办理。"
    title: Said = ""
    button: Said = ""
    main: bool | Callable[..., bool] = False
    icon: str = "chevron-right"
    tone: str = ""
    shown: bool | Callable[..., bool] = True
    explanation: Said = ""
    start: Callable[..., dict] | None = None
    prepare: Callable[..., None] | None = None
    args: tuple[str, ...] | Callable[[Any, Any], dict] | None = None
    row: Callable[..., Any] | None = None
    groups: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    choose: Callable[..., Step] | None = None
    template: str = "records/step.html"
    context: Callable[..., dict] | None = None
    error_at: str = ""
    to: Callable[..., str] | None = None
    onward: Callable[..., str] | None = None
    leads_on: bool | Callable[..., bool] = False
    edits: bool = False
    seen: Callable[..., Mapping[str, Any]] | None = None
    keeps_draft: bool = False
    uploads: bool = False

    def fresh(self, *about: Any) -> Form:
        """The form as it is first shown."""
        start = self.start(*about) if self.start else None
        return self._prepared(self.form(data=start) if start else self.form(), *about)

    def filled(self, *about: Any) -> Form:
        """The form as it was sent."""
        return self._prepared(self.form(with_files()) if self.uploads else self.form(), *about)

    def grown(self, form: Form, *about: Any) -> bool:
        """Whether what was pressed only looks something up for a field, or adds or takes away a line of a group, which is prepared as the others are."""
        if only_searches(form):
            return True
        resized = bool(self.groups) and resize(*(form[name] for name in self.groups))
        if resized and self.prepare:
            self.prepare(form, *about)
        return resized

    def refuse(self, form: Form, broken: RuleError) -> None:
        """Say a broken rule on the form: at the field that the rule names, or that gives the argument it names, or at that of `error_at`."""
        named = form.gives.get(broken.at, broken.at) if isinstance(form, GivingForm) else broken.at
        at = named if named in form else self.error_at
        (form[at].errors if at else form.form_errors).append(str(broken))
        if isinstance(broken, Doubtful):
            form.doubt = broken

    def _prepared(self, form: Form, *about: Any) -> Form:
        if self.prepare:
            self.prepare(form, *about)
        if self.edits and self.start:
            form.edits(self.start(*about))
        if self.seen:
            form.shows(self.seen(*about))
        return form

    def arguments(self, step: Step | Begun, form: Form, record: Any) -> dict:
        """The arguments for `step` from the filled form."""
        if callable(self.args):
            return self.args(form, record)
        if self.args is None and hasattr(form, "arguments"):
            return form.arguments()
        names = self.args or [
            each.short_name for each in form if each.short_name != "csrf_token" and step.takes(each.short_name)
        ]
        return {name: form[name].data for name in names}

    def fault(self, step: Step | Begun, found: Collection[str]) -> str:
        """Why the form cannot give `step` its arguments, of which those `found` come from the address; "" where it can, or where a
        function makes them, of which nobody knows before it is called."""
        known = fields_of(self.form)
        named = {
            *(self.args if isinstance(self.args, tuple) else ()),
            *(self.fields or ()),
            *self.groups,
            self.error_at,
        }
        if strange := sorted(named - known - {""}):
            return f"{self.form.__name__} has no field {strange}"
        given = self._given(step, known)
        if given is None:
            return ""
        if lost := [name for name in step.asks_for if name not in given and name not in found]:
            return f"{self.form.__name__} does not give it {lost}"
        return f"it does not take {extra}" if (extra := sorted(each for each in given if not step.takes(each))) else ""

    def _given(self, step: Step | Begun, known: set[str]) -> set[str] | None:
        """The names of the arguments that the form gives, where that is known before it is filled."""
        if callable(self.args):
            return None
        if self.args is None and hasattr(self.form, "arguments"):
            return set(self.form.gives) if is_plain(self.form) else None
        return set(self.args) if self.args else {name for name in known if step.takes(name)}


def fields_of(form: type[Form]) -> set[str]:
    """The names of the fields that a form declares."""
    return {name for name in dir(form) if isinstance(getattr(form, name), UnboundField)}


def is_plain(form: type[Form]) -> bool:
    """Whether what it gives is what it says in `gives`."""
    return getattr(form, "arguments", None) is GivingForm.arguments


def among(rows: str) -> Callable[[Any, int], Any]:
    """A finder for `Ask.row`: the row with the given id in `record.<rows>`, or None."""
    return lambda record, ident: next((each for each in getattr(record, rows) if each.id == ident), None)


def today(field: str) -> Callable[..., dict]:
    """For `Ask.start`: a fresh form whose date is, as a rule, today."""
    return lambda *about: {field: clock.today()}


def present(*fields: str) -> Callable[..., dict]:
    """For `Ask.start` of a step that amends: a form that begins with what the row (or, without one, the record) has in `fields`."""
    return lambda *about: {name: getattr(about[-1], name) for name in fields}


def told(words: Any, *about: Any) -> Any:
    """`words` itself, or its result when it is callable."""
    return words(*about) if callable(words) else words
