"""核对: the box of a form in which is chosen who is meant, and what becomes of what differs. Empty until there is something to choose."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup
from wtforms import FieldList, Form, FormField, HiddenField
from wtforms.widgets import HiddenInput

from portal.people.reconciling import Answers, Question

__all__ = ["Known"]


class _Given(HiddenInput):
    """What was chosen so far, sent again with the form."""

    def __call__(self, field: "Known", **attributes: Any) -> Markup:
        line = Markup('<input type="hidden" name="{}" value="{}">')
        return Markup("").join(line.format(f"{field.name}-{key}", each) for key, each in field.data.given.items())


class _Asked:
    """The questions are written by the macro of fields."""

    input_type = "radio"

    def __call__(self, field: "Known", **attributes: Any) -> Markup:
        return Markup("")


class Known(HiddenField):
    """The choices about somebody whom the register knows: `data` is `Answers`. `here`: the fields of which something may hold for this
    record only; its model is `SaysOtherwise`, and its pages and papers show them `as_said`. `lasting`: what the record is called that goes
    on for years (就餐登记): there nothing is ticked before somebody chooses."""

    def __init__(
        self, label: str = "核对", validators: Any = (), *, here: tuple[str, ...] = (), lasting: str = "", **kwargs: Any
    ) -> None:
        self.here, self.lasting = here, lasting
        self.data = Answers(here=here, lasting=lasting)
        super().__init__(label, validators, render_kw={"data-width": "whole"}, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read every box whose name begins with that of the field."""
        start = f"{self.name}-"
        sent = [name for name in formdata or () if name.startswith(start)]
        self.process_errors, self.raw_data, self.object_data = [], None, None
        given = {name.removeprefix(start): str(formdata.get(name)) for name in sent}
        self.data = Answers(given, here=self.here, lasting=self.lasting)

    @property
    def questions(self) -> list[Question]:
        return self.data.questions

    @property
    def widget(self) -> Any:
        return _Asked() if self.questions else _Given()

    @widget.setter
    def widget(self, value: Any) -> None:
        """WTForms sets it; what is shown follows from the questions."""

    def populate_obj(self, obj: Any, name: str) -> None:
        """Nothing of it belongs to a record."""


def answers_in(form: Form) -> Iterator[Answers]:
    """What was chosen anywhere in `form`, its lines included."""
    for each in form:
        if isinstance(each, Known):
            yield each.data
        elif isinstance(each, FormField):
            yield from answers_in(each.form)
        elif isinstance(each, FieldList):
            for line in each:
                yield from answers_in(line.form) if isinstance(line, FormField) else ()


def settled(form: Form, record: Any) -> Any:
    """`record`, which was made of the `form`, with what was chosen there."""
    for answers in answers_in(form):
        answers.settle(record)
    return record
