"""修改密码: everybody changes their own; a password set by somebody else must be changed before anything else."""

from flask import Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from portal.accounts import sessions
from portal.accounts.former_passwords import last_hashes
from portal.accounts.forms import PasswordForm
from portal.accounts.guesses import Slowed, confirming
from portal.accounts.models import fits, hasher
from portal.accounts.passwords import rules_for
from portal.accounts.views import bp
from portal.audit import trail
from portal.database import reading_first
from portal.extensions import db
from portal.web.forms.idempotency import claim
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import render

OPEN = (
    "static",
    "health.healthz",
    "accounts.new_password",
    "accounts.change_password",
    "accounts.sign_out",
    "accounts.choose_display",
)


def init_app(app: Flask) -> None:
    """Stand before every request."""
    app.before_request(_insist)


def _insist() -> ResponseReturnValue | None:
    """Redirect every page to the password form until a password set by somebody else has been changed; not whoever came without one."""
    if request.endpoint in OPEN or not (current_user.is_authenticated and current_user.must_change_password):
        return None
    if sessions.proved_by():
        return None
    if request.headers.get("HX-Request"):
        return "", 403, {"HX-Redirect": url_for("accounts.new_password")}
    return redirect(url_for("accounts.new_password"), 303)


@bp.get("/password")
@signed_in
def new_password():
    """The form."""
    return _page(PasswordForm())


@bp.post("/password")
@signed_in
def change_password():
    """Change it: every other session of this account ends."""
    form = PasswordForm()
    if not form.validate():
        return _page(form, 422)
    with reading_first():
        last = rules_for(current_user).last
        before = last_hashes(current_user.id, last)
    try:
        right = confirming(form.password.data)
    except Slowed as slowed:
        form.password.errors = [str(slowed)]
        return _page(form, 429)
    again = right and any(fits(each, form.new_password.data) for each in before)
    made = hasher.hash(form.new_password.data) if right and not again else ""
    if onward := claim():  # the key of the form was given back meanwhile
        return onward
    if not right:
        form.password.errors = ["现在的密码不正确。"]
        return _page(form, 422)
    if again:
        form.new_password.errors = [f"最近 {last} 次用过这个密码，请换一个没有用过的。"]
        return _page(form, 422)
    user = current_user._get_current_object()
    user.take_hash(made)
    sessions.carry_on(user)
    trail.record("password_change", subject=user)
    db.session.commit()
    login_user(user)
    flash("密码已修改，请记住新密码。其他地方的登录都已失效。", "success")
    return redirect(url_for("home.desk"), 303)


def _page(form: PasswordForm, status: int = 200):
    return render("accounts/password.html", status=status, form=form)
