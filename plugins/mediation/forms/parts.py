"""What the forms of the mediation desk are made of."""

from contextlib import contextmanager

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from portal.errors import RuleError


class Ticks(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlainForm(FlaskForm):
    """A group of fields inside a form."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)


def fit(rows: FieldList, count: int) -> None:
    """Exactly `count` rows, whatever was sent."""
    del rows.entries[count:]
    while len(rows) < count:
        rows.append_entry()


@contextmanager
def message_at(field: Field):
    """Show what a verb has against a value at its field. Wrong state and missing permission go through."""
    try:
        yield
    except RuleError as error:
        if error.status != RuleError.status:
            raise
        field.errors = [str(error)]
