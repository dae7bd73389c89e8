"""Whoever must have a second factor and has none is led to it: nothing else is open until then."""

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import own_password
from portal.signing_in.models import SINCE
from portal.signing_in.settings import must_have_code

OPEN = frozenset((*own_password.OPEN, "signing_in.new_factor", "signing_in.set_up_factor"))


def init_app(app: Flask) -> None:
    """Stand before every request."""
    app.before_request(_insist)


def _insist() -> ResponseReturnValue | None:
    """Redirect every page to the one on which it is set up. It costs no statement: whether there is one is known with who is signed in."""
    if request.endpoint in OPEN or not current_user.is_authenticated:
        return None
    if current_user.must_change_password or g.beside[SINCE] is not None or not must_have_code(current_user):
        return None
    there = url_for("signing_in.new_factor")
    return ("", 403, {"HX-Redirect": there}) if request.headers.get("HX-Request") else redirect(there, 303)
