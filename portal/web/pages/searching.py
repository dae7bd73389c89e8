"""Search forms are posted: words lead on to an address, so that Back finds them again; a number is answered on the spot.

So no ID or telephone number stands in an address, and with it in the browser's history, the server's logs or the session.
"""

import re
import unicodedata
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

LONGEST = 60
_JOINTS = re.compile(r"[\s().+\-\u2010-\u2015\u2212\u200b\ufeff]+")
_NUMBER = re.compile(r"[0-9]{6}")  # no passport has fewer; the last four digits, or a case number, tell nobody's


def carries_number(text: str) -> bool:
    """Whether an ID, document or telephone number may be in `text`, however it is spaced and in whatever width."""
    return bool(_NUMBER.search(_JOINTS.sub("", unicodedata.normalize("NFKC", text))))


def given() -> MultiDict:
    """What the search form sent, or the address says."""
    return request.form if request.method == "POST" else request.args


def sought() -> str:
    """What stands in the search box `q`."""
    return given().get("q", "").strip()[:LONGEST]


def elsewhere() -> ResponseReturnValue | None:
    """Where the search under way belongs when it is not to be answered here: words that were posted at an address of
    their own; an address with a number, which nobody here made, at the empty form."""
    posted = request.method == "POST"
    if posted == carries_number(given().get("q", "")):
        return None
    if not posted:
        flash("请把号码填在查找框里再点“查找”，不要写在网址里。", "warning")
    kept = [(name, text) for name, text in given().items(multi=True) if text.strip() and (posted or name != "q")]
    return redirect(f"{request.path}?{urlencode(kept)}".rstrip("?"), 303)
