"""Fields with a box of words to search for above them (macros `unit_search`, `kind_field`), and whether a form that was sent only searches.

Enter is what everybody presses in such a box, and the browser then presses the first button of the form. Where that is the one that
submits it, it is a hidden one of the name `enter`: with words in a box it searches. Who means to submit presses the button that is seen.
"""

from collections.abc import Iterable, Iterator

from flask import has_request_context, request
from wtforms import Field, FieldList, Form, FormField, SelectField

LENGTH = 40
ENTER = "enter"


class LookedUp(SelectField):
    """A choice that is found by words."""

    @property
    def wanted(self) -> str:
        """The text in the search box of the field."""
        return request.form.get(f"{self.id}-search", "").strip()[:LENGTH] if has_request_context() else ""

    @property
    def pressed(self) -> bool:
        """Whether its own search button was pressed."""
        return has_request_context() and request.form.get("search") == self.name

    @property
    def looking(self) -> bool:
        """Whether it is to be searched now."""
        return self.pressed or bool(self.wanted and ENTER in request.form)


def only_searches(form: Form) -> bool:
    """Whether the form as it was sent is to be shown again with what was found, and not yet to be taken."""
    return "search" in request.form or any(each.looking for each in _all(form) if isinstance(each, LookedUp))


def _all(fields: Iterable[Field]) -> Iterator[Field]:
    """These, and those of their groups."""
    for each in fields:
        yield each
        if isinstance(each, FieldList | FormField):
            yield from _all(each)
