"""Search forms are posted: words are redirected to a URL with `?q=`, so that Back works; a number is answered directly.

So no ID or telephone number appears in a URL, and thus in the browser's history or the server's logs (docs/adr/0009).
"""

import re
import unicodedata
from collections.abc import Container
from urllib.parse import urlencode

from flask import Flask, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
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


def init_app(app: Flask) -> None:
    """Bind `app`."""
    app.before_request(_without_number)


def elsewhere() -> ResponseReturnValue | None:
    """A redirect for a search that must not be answered here, else None: posted words go to a URL of their own."""
    if request.method != "POST" or carries_number(given().get("q", "")):
        return None
    return _again(given(), leaving=())


def _without_number() -> ResponseReturnValue | None:
    """A URL of whatever page with a number in its `q`, typed by hand, leads to the one without it."""
    if request.method == "POST" or request.url_rule is None or not carries_number(request.args.get("q", "")):
        return None  # an address of no page is not led to: //elsewhere would be another host
    if "." in request.path.rpartition("/")[2]:
        return None  # a file of what was searched is refused: without the number it would be one of everything
    if not current_user.is_authenticated:
        return None  # asked to sign in first, and led back without it
    flash("请把号码填在查找框里再点“查找”，不要写在网址里。", "warning")
    return _again(request.args, leaving=("q",))


def _again(values: MultiDict, *, leaving: Container[str]) -> ResponseReturnValue:
    kept = [(name, text) for name, text in values.items(multi=True) if text.strip() and name not in leaving]
    return redirect(f"{request.path}?{urlencode(kept)}".rstrip("?"), 303)
