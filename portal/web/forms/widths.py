"""How wide a box is: as wide as its answer. Fields that stand in one row of a form fill it, in twelfths."""

from collections.abc import Iterable, Iterator

from flask import Flask
from wtforms import Field

TWELFTHS = {"date": 3, "number": 3, "choice": 3, "name": 3, "half": 6, "line": 6, "text": 12, "whole": 12}
ROW, WIDEST_SHORT = 12, 4
OF_TYPE = {
    "DateField": "date",
    "Date": "date",
    "Moment": "date",
    "Yuan": "number",
    "IntegerField": "number",
    "DecimalField": "number",
    "Number": "number",
    "PasswordField": "name",
    "UnitField": "half",
    "RadioField": "text",
    "SelectMultipleField": "text",
    "SelectField": "choice",
    "FileField": "half",
    "TextAreaField": "text",
    "BooleanField": "text",
    "StringField": "line",
}
NO_BOX = ("FieldList", "FormField", "SubmitField")
NAME_LENGTH = 60  # a text of at most so many characters is a name


def init_app(app: Flask) -> None:
    """Offer `width_of(field)`, `filled(fields)` and `was_picked(field)` to templates."""
    app.jinja_env.globals.update(width_of=width_of, filled=filled, was_picked=was_picked)


def width_of(field: Field) -> str:
    """A key of TWELFTHS. A form says otherwise with `render_kw={"data-width": "half"}`; "whole" has a row to itself in a line too."""
    told = (field.render_kw or {}).get("data-width")
    if told:
        return told
    kind = next((OF_TYPE[each.__name__] for each in type(field).__mro__ if each.__name__ in OF_TYPE), "line")
    return "name" if kind == "line" and 0 < (field.flags.most or field.flags.maxlength or 0) <= NAME_LENGTH else kind


def filled(fields: Iterable[Field]) -> Iterator[tuple[Field, int]]:
    """Each visible field with the twelfths of the row it takes; rows are full where their answers can use the room."""
    row: list[tuple[Field, int]] = []
    for field in fields:
        if field.type in NO_BOX or getattr(field.widget, "input_type", "") == "hidden":
            continue
        width = TWELFTHS[width_of(field)]
        if sum(taken for _, taken in row) + width > ROW:
            yield from _stretched(row)
            row = []
        row.append((field, width))
    yield from _stretched(row)


def was_picked(field: Field) -> bool:
    """Whether a file was sent for `field`: no page may fill such a box again."""
    sent = field.data if isinstance(field.data, list) else [field.data]
    return any(getattr(each, "filename", "") for each in sent)


def _stretched(row: list[tuple[Field, int]]) -> list[tuple[Field, int]]:
    """The room that is left goes to the longest answers; dates and names grow by little."""
    spare = ROW - sum(taken for _, taken in row)
    long = [place for place, (_, taken) in enumerate(row) if taken > WIDEST_SHORT]
    if not long:
        return [(field, WIDEST_SHORT if spare >= len(row) > 1 else taken) for field, taken in row]
    share, rest = divmod(spare, len(long))
    return [
        (field, taken + (share + (rest if place == long[-1] else 0) if place in long else 0))
        for place, (field, taken) in enumerate(row)
    ]
