"""Search forms are posted: words are redirected to a URL with `?q=`, so that Back works; a number is answered directly.

So no ID or telephone number appears in a URL, and thus in the browser's history or the server's logs (docs/adr/0009).
"""

import re
import unicodedata
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

LONGEST = 60
_JOINTS = re.compile(r"[\s()/.+\-\u2010-\u2015\u2212\u200b\ufeff]+")
_NUMBER = re.compile(r"[0-9]{6}")  # no passport has fewer; the last four digits, or a case number, tell nobody's


def carries_number(text: str) -> bool:
    """Whether `text` may contain an ID, document or telephone number, also with separators or in full-width digits."""
    return bool(_NUMBER.search(_JOINTS.sub("", unicodedata.normalize("NFKC", text))))


def given() -> MultiDict:
    """The values of the search form, posted or from the URL."""
    return request.form if request.method == "POST" else request.args


def sought() -> str:
    """The text of the search box `q`."""
    return given().get("q", "").strip()[:LONGEST]


def elsewhere() -> ResponseReturnValue | None:
    """A redirect for a search that must not be answered here, else None: posted words go to a URL of their own; a URL with a
    number in it (typed by hand) goes to the empty form."""
    posted = request.method == "POST"
    if posted == carries_number(given().get("q", "")):
        return None
    if not posted:
        flash("请把号码填在查找框里再点“查找”，不要写在网址里。", "warning")
    kept = [(name, text) for name, text in given().items(multi=True) if text.strip() and (posted or name != "q")]
    return redirect(f"{request.path}?{urlencode(kept)}".rstrip("?"), 303)
