"""Whoever changes how one signs in proves once more who it is: how the forms that ask for it are made, checked and shown."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Field

from portal.accounts.guesses import Slowed, confirming
from portal.accounts.models import NO_PASSWORD
from portal.extensions import db
from portal.signing_in import verbs
from portal.signing_in.forms import ProofForm
from portal.signing_in.guesses import tried
from portal.signing_in.models import Factor
from portal.web.forms.idempotency import claim
from portal.web.pages.rendering import render

CRUMBS = [("我的账号", "/account"), ("动态码", "/account/code")]


def asked(form):
    """`form`, without the code of a factor that is not there, and without the password that somebody who comes from elsewhere has not."""
    if Factor.of(current_user) is None:
        del form.before
    if current_user.password_hash == NO_PASSWORD:
        del form.password
    return form


def take(form: ProofForm, page: Callable, act: Callable) -> ResponseReturnValue:
    """Check the proof, then `act(user)`, whose answer it is; what is wrong is said on the same page."""
    if not form.validate():
        return page(form, 422)
    wrong = 0
    if "password" in form:
        wrong = _wrong(form.password, "现在的密码不正确。", confirming)
        db.session.commit()
    if not wrong and "before" in form:
        wrong = _wrong(form.before, verbs.WRONG, lambda typed: tried(current_user, typed))
    if wrong:
        return page(form, wrong)
    given_back = "password" in form or "before" in form  # the key of the form, while the proof was looked at
    return (claim() if given_back else None) or act(current_user._get_current_object())


def _wrong(field: Field, said: str, check: Callable[[str], bool]) -> int:
    """The status where `check` refuses what was typed, with what is wrong at the field; 0 where it does not."""
    try:
        if check(field.data):
            return 0
        field.errors = [said]
    except Slowed as slowed:
        field.errors = [str(slowed)]
        return 429
    return 422


def proof_page(form: ProofForm, status: int, verb: str, explanation: str, back: str = "signing_in.factor", crumbs=None):
    """The page of a step that asks for nothing but the proof; `back` is the endpoint to which one returns."""
    return render(
        "accounts/step.html",
        status=status,
        form=form,
        verb=verb,
        explanation=explanation,
        back=url_for(back),
        crumbs=[*(crumbs or CRUMBS), (verb, "")],
    )
