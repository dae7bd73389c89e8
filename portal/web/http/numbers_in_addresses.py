"""No number of a person in an address: addresses stay in the history of the browser, in its session, and in the logs of others."""

import re

from flask import Flask, request

from portal.errors import RuleError
from portal.redaction.numbers import numbers_in

SEARCH = "q"  # led to the page without it (portal.web.pages.searching)
# Of portal.web.pages.paging: a moment and an id, whose digits together may look like a telephone number.
NEXT_PAGE = re.compile(r"after [0-9.-]+_[0-9]+")


def init_app(app: Flask) -> None:
    """Bind `app`."""
    app.before_request(_refuse)


def asks_for_a_number() -> bool:
    """Whether a parameter of the address carries a number of a person."""
    return any(numbers_in(text) for pair in request.args.items(multi=True) for text in pair)


def _refuse() -> None:
    """Raises RuleError."""
    if request.args and any(
        numbers_in(said)
        for said in (f"{name} {text}" for name, text in request.args.items(multi=True) if name != SEARCH)
        if not NEXT_PAGE.fullmatch(said)
    ):
        raise RuleError("不要把证件号码、电话号码或银行账号写在网址里。请从页面上的查找框里查找。")
