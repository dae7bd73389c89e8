"""Whoever has a password that is too old is led to a new one, and whoever must have a second factor and has none to that: nothing else is open until
then."""

from datetime import UTC, datetime, timedelta

from flask import Flask, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import own_password
from portal.accounts.models import User
from portal.accounts.passwords import rules_for
from portal.accounts.sessions import proved_by
from portal.signing_in.models import SINCE
from portal.signing_in.settings import WARNED, must_have_code

OPEN = frozenset(
    (
        *own_password.OPEN,
        "signing_in.new_factor",
        "signing_in.set_up_factor",
        "signing_in.new_passkey",
        "signing_in.add_passkey",
    )
)


def init_app(app: Flask) -> None:
    """Stand before every request."""
    app.before_request(_insist)


def _insist() -> ResponseReturnValue | None:
    """Redirect every page to the one on which it is set up. It costs no statement: whether there is one is known with who is signed in."""
    if request.endpoint in OPEN or not current_user.is_authenticated:
        return None
    proof = proved_by()
    asks = request.method == "GET"  # what is being sent arrives; the page after it asks
    if asks and not proof and not current_user.must_change_password and (days := too_old(current_user)):
        flash(f"您的密码已经用了 {days} 天，请先换一个。", "warning")
        return _lead(url_for("accounts.new_password"))
    if (current_user.must_change_password and not proof) or g.beside[SINCE] is not None or (proof and proof.twofold):
        return None
    if not must_have_code(current_user):
        return None
    return _lead(url_for("signing_in.new_factor"))


def too_old(user: User) -> int:
    """For how many days the password of `user` has been in use, where that is longer than its offices allow; 0 where it is not."""
    age, most = (datetime.now(UTC) - user.password_at).days, rules_for(user).days
    return age if most and age >= most else 0


def days_left(user: User) -> int | None:
    """How many days the password of `user` is still good, where these are few; None where they are not."""
    most = rules_for(user).days
    left = (user.password_at + timedelta(days=most) - datetime.now(UTC)).days + 1
    return left if most and 0 < left <= WARNED else None


def _lead(there: str) -> ResponseReturnValue:
    return ("", 403, {"HX-Redirect": there}) if request.headers.get("HX-Request") else redirect(there, 303)
