"""Removes characters that no keyboard produces from query strings and forms: PostgreSQL and Excel reject some of them, and
others reverse the direction of the rest of the line."""

from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import ImmutableMultiDict

REVERSING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # what Mongolian needs (180B, 200D, 202F …) stays
NO_CHARACTERS = {plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)}
CONTROLS = dict.fromkeys({*range(32), *range(127, 160), *REVERSING, *NO_CHARACTERS} - {ord("\t"), ord("\n"), ord("\r")})


class CleanValues(ImmutableMultiDict):
    """Sanitized values of a query string or form, without impossible field names. Uploads are checked by portal.files."""

    def __init__(self, mapping=None):
        super().__init__(mapping)
        for name, values in list(dict.items(self)):
            if _numbered_oddly(name):
                dict.__delitem__(self, name)
            else:
                dict.__setitem__(self, name, [_clean(value) for value in values])


class CleanRequest(HtmxAwareRequest):
    """A request whose `args` and `form` are clean."""

    parameter_storage_class = CleanValues


def _numbered_oddly(name: str) -> bool:
    """Whether the row number in a field name (applicants-3-name) is not a plain number: WTForms fails at digits like ²."""
    return any(part.isdigit() and not (part.isascii() and len(part) < 10) for part in name.split("-"))


def _clean(value):
    return value.translate(CONTROLS) if isinstance(value, str) else value
