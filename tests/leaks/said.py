"""What an answer says, as text that can be compared: pages without what is sealed anew into each, sheets unpacked, papers as what they are set from."""

import io
import re
import zipfile
import zlib
from typing import NamedTuple

from portal.testing.unset import Unset

SEALED = re.compile(r' data-asked="[^"]*"|<input[^>]*type="hidden"[^>]*>|<meta name="csrf[^>]*>')
MADE = re.compile(
    r"/\d+(?=$|[/?#])"
)  # the id of what a step made: counted through the whole country, and said to whoever made it
CHECKED = re.compile(r'<div class="(?:check|mark)">.*?</div>', re.DOTALL)
HEADS = ("Content-Disposition", "HX-Redirect")
STAMPED = ("docProps/",)  # when a sheet was written


class Setter(Unset):
    """A paper is what it would be set from, without the code to check it by, which is another each time."""

    def render(self, html: str, *, title: str, copies: int = 1) -> bytes:
        return super().render(f"{title}\n{CHECKED.sub('', html)}", title=title, copies=copies)


class Said(NamedTuple):
    """Status, where it leads, and what stands in it, packed: thousands are kept."""

    status: int
    leads: str
    packed: bytes

    @property
    def text(self) -> str:
        return zlib.decompress(self.packed).decode()

    def without(self, echo: tuple[str, ...]) -> tuple[int, str, str]:
        """The same without what was asked with: a number only where it stands by itself."""
        if not echo:
            return self.status, self.leads, self.text
        words = (rf"(?<!\d){each}(?!\d)" if each.isdigit() else re.escape(each) for each in echo)
        asked = re.compile("|".join(words))
        return self.status, asked.sub("□", self.leads), asked.sub("□", self.text)


def said(answer) -> Said:
    """What `answer` says."""
    text, leads = text_of(answer.get_data(), answer.mimetype), answer.headers.get("Location", "")
    heads = "".join(f"{name}: {value}\n" for name, value in answer.headers if name in HEADS)
    if answer.request.method == "POST":
        leads = MADE.sub("/N", leads)
    return Said(answer.status_code, leads, zlib.compress((heads + text).encode(), 1))


def text_of(data: bytes, kind: str) -> str:
    """What stands in an answer of the MIME type `kind`; of a workbook all its parts."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            inside = (name for name in sorted(book.namelist()) if not name.startswith(STAMPED))
            return "".join(book.read(name).decode(errors="replace") for name in inside)
    text = data.decode(errors="replace")
    return SEALED.sub("", text) if kind == "text/html" else text


def difference(one: Said, other: Said, echo: tuple[str, ...] = ()) -> str:
    """How somebody could tell the two apart; "" where nobody can."""
    (status, leads, text), (status_, leads_, text_) = one.without(echo), other.without(echo)
    if (status, leads) != (status_, leads_):
        return f"{status} {leads} and {status_} {leads_}"
    if text == text_:
        return ""
    at = next((n for n, (a, b) in enumerate(zip(text, text_, strict=False)) if a != b), min(len(text), len(text_)))
    return f"…{text[max(0, at - 80) : at + 60]!r} and {text_[max(0, at - 20) : at + 60]!r}"
