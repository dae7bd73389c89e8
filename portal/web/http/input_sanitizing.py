"""What people type, without the characters that no keyboard makes: PostgreSQL refuses some, a workbook breaks at others,
and some turn the rest of the line round."""

from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import ImmutableMultiDict

REVERSING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # what Mongolian needs (180B, 200D, 202F …) stays
NO_CHARACTERS = {plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)}
CONTROLS = dict.fromkeys({*range(32), *range(127, 160), *REVERSING, *NO_CHARACTERS} - {ord("\t"), ord("\n"), ord("\r")})


class CleanValues(ImmutableMultiDict):
    """Values of an address or a form, without names no form has; files are left alone, portal.files checks them."""

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
    """Whether a row number in `name` (applicants-3-name) is none that a form of ours writes: WTForms fails at ²."""
    return any(part.isdigit() and not (part.isascii() and len(part) < 10) for part in name.split("-"))


def _clean(value):
    return value.translate(CONTROLS) if isinstance(value, str) else value
