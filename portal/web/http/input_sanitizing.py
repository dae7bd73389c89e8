"""Cleans what browsers send (portal.typed.characters): PostgreSQL and Excel reject some characters, others reverse the direction of the
rest of the line. What is taken out of a form is told to whoever sent it (portal.web.forms.telling)."""

from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import ImmutableMultiDict

from portal.typed.characters import cleaned, taken_out


class CleanValues(ImmutableMultiDict):
    """Sanitized values of a query string or form, without impossible field names; `removed` holds what was taken out, by field. Uploads
    are checked by portal.files."""

    def __init__(self, mapping=None):
        super().__init__(mapping)
        self.removed: dict[str, str] = {}
        for name, values in list(dict.items(self)):
            if _numbered_oddly(name):
                dict.__delitem__(self, name)
                continue
            clean = [cleaned(value) if isinstance(value, str) else value for value in values]
            if clean != values:
                dict.__setitem__(self, name, clean)
                self.removed[name] = "".join(taken_out(value) for value in values if isinstance(value, str))


class CleanRequest(HtmxAwareRequest):
    """A request whose `args` and `form` are clean."""

    parameter_storage_class = CleanValues

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.query_string = self.query_string.decode(errors="replace").encode()  # old browsers send GBK as it is typed


def _numbered_oddly(name: str) -> bool:
    """Whether the row number in a field name (applicants-3-name) is not a plain number: WTForms fails at digits like ². A part
    without any name, which only a broken body has, is as odd."""
    return name is None or any(part.isdigit() and not (part.isascii() and len(part) < 10) for part in name.split("-"))
