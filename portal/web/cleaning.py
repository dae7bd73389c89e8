"""What people type, without the control characters that no keyboard makes and PostgreSQL refuses."""

from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import ImmutableMultiDict

CONTROLS = dict.fromkeys({*range(32), 127} - {ord("\t"), ord("\n"), ord("\r")})


class CleanValues(ImmutableMultiDict):
    """Values of an address or a form, without names no form has; files are left alone, they have their own room."""

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
