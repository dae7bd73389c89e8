"""Signing in by 通行密钥: as the second step after the password, or instead of it."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import views
from portal.accounts.guesses import ADDRESS, Slowed
from portal.accounts.models import User
from portal.accounts.sessions import Proof
from portal.audit import trail
from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db
from portal.guessing import give_back, spend
from portal.signing_in import second_step
from portal.signing_in.passkeys.forms import AnswerForm
from portal.signing_in.passkeys.models import Passkey
from portal.signing_in.second_step import bp, ceremony
from portal.signing_in.settings import INSTEAD, passkey_use
from portal.web.http.codes import network
from portal.web.http.guards import public
from portal.web.pages.rendering import render

ONWARD = "onward"
NOT_INSTEAD = "这个账号不能只用通行密钥登录，请输入账号和密码。"


def way(onward: str) -> list[tuple[str, str]]:
    """What stands below the password, once anybody has a key."""
    there = url_for("signing_in.passkey", next=onward or None)
    return [("用通行密钥登录", there)] if Passkey.are_there() else []


views.WAYS.append(way)


@bp.get("/login/passkey")
@public
def passkey():
    """Asks for any key that the browser knows of this host."""
    session[ONWARD] = views.own_page(request.args.get("next"))
    return _page(AnswerForm())


@bp.post("/login/passkey")
@public
def sign_in_by_passkey():
    """Look at what the key answered. Recorded, whoever it is."""
    form = AnswerForm()
    if not form.validate():
        return _page(form, 422)
    try:
        passkey, user = _proved(form.credential.data)
    except Slowed as slowed:
        return _wrong(form, str(slowed), 429), {"Retry-After": str(slowed.seconds)}
    except RuleError as error:
        return _wrong(form, str(error))
    fault = views.fault_of(user, True) or (NOT_INSTEAD if passkey_use(user) != INSTEAD else "")
    if fault:
        return views.refuse(user, f"{user.username}：通行密钥", fault)
    onward = session.get(ONWARD, "/")
    return views.let_in(user, onward, Proof("通行密钥", passkey.id, True))


@bp.post("/login/code/passkey")
@public
def answer_by_passkey():
    """The second step by a key."""
    found = second_step.half()
    if found is None:
        return second_step.again()
    user, onward, proof = found
    form = AnswerForm()
    try:
        if not form.validate():
            raise RuleError(form.credential.errors[0])
        _proved(form.credential.data, of=user.id)
    except Slowed as slowed:
        return second_step.page(user, status=429, wrong=str(slowed)), {"Retry-After": str(slowed.seconds)}
    except RuleError as error:
        trail.record("sign_in_failed", actor=user, detail=f"{user.username}：通行密钥没有通过")
        db.session.commit()
        return second_step.page(user, status=422, wrong=str(error))
    views.begin_session(user, proof)
    return redirect(onward, 303)


def _proved(typed: str, of: int | None = None):
    """The key that answered, and whose it is; of nobody but `of`. What is wrong counts as a wrong password of this address. Raises RuleError,
    Slowed."""
    share = ADDRESS.of(network())
    if left := spend(share):
        raise Slowed(left, what="通行密钥")
    db.session.commit()
    with reading_first():
        answer = ceremony().answered(typed)
        ident = answer.passkey.id
    passkey = db.session.get(Passkey, ident)
    if passkey is None or (of and passkey.user_id != of) or not passkey.takes(answer.count, answer.asked):
        raise RuleError(ceremony().NOT_HERE)
    ceremony().done()
    give_back(share)
    return passkey, db.session.get(User, passkey.user_id)


def _wrong(form: AnswerForm, said: str, status: int = 422) -> ResponseReturnValue:
    form.credential.errors, form.credential.data = [said], ""
    return _page(form, status)


def _page(form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    return render("signing_in/passkey.html", status=status, form=form, asked=ceremony().to_sign_in([]))
