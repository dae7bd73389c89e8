"""Signing in and out, and choosing the unit one works in."""

import re
import secrets
from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from portal import clock
from portal.accounts import devices, sessions
from portal.accounts.demo import demo_accounts
from portal.accounts.forms import LoginForm
from portal.accounts.guesses import Slowed, signing_in
from portal.accounts.models import User
from portal.accounts.sessions import Proof
from portal.audit import trail
from portal.config import DEMO_PASSWORD
from portal.extensions import db
from portal.web.http.browser_mark import mark_browser
from portal.web.http.guards import public, signed_in
from portal.web.pages import display
from portal.web.pages.rendering import render

bp = Blueprint("accounts", __name__, template_folder="templates")
OWN_PAGE = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]*")  # no other host, nothing that breaks a header
BETWEEN: list[Callable[[User, str, Proof | None], ResponseReturnValue | None]] = []
"""Of layers above, asked in turn when it is proved who it is and there is no session yet, with the page on which one wants to go on, and what proved
it, None for the password: what one gets instead of a session, or None."""
BEGUN: list[Callable[[User], None]] = []
"""Of layers above, called when a session has begun."""
WAYS: list[Callable[[str], list[tuple[str, str]]]] = []
"""Of layers above: other ways to sign in than by the password, as `(label, address)`, with the page on which one wants to go on."""
WRONG = "账号或密码不正确，请核对。连续输错多次以后，要等一会儿才能再试。"


@bp.get("/login")
@public
def login():
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(own_page(request.args.get("next")))
    form = LoginForm(data={"next": request.args.get("next", "")})
    return _page(form)


@bp.post("/login")
@public
def sign_in():
    """Check the password; every try is recorded."""
    form = LoginForm()
    if not form.validate():
        return _page(form, 422)
    try:
        user, right = signing_in(form.username.data, form.password.data)
    except Slowed as slowed:
        form.password.errors = [str(slowed)]
        return _page(form, 429, {"Retry-After": str(slowed.seconds)})
    fault = fault_of(user, right)
    if fault:
        return refuse(user, user.username if user else "", fault)
    onward = own_page(form.next.data)
    return let_in(user, onward)


def refuse(user: User | None, detail: str, fault: str = WRONG) -> ResponseReturnValue:
    """The form again with `fault`, by default that of a wrong password. Recorded with `detail`; commits."""
    trail.record("sign_in_failed", actor=user, detail=detail)
    db.session.commit()
    form = LoginForm()
    form.password.errors = [fault]
    return _page(form, 422)


def let_in(user: User, onward: str, proof: Proof | None = None) -> ResponseReturnValue:
    """The session of `user`, who has proved who it is, or what is asked before it. Commits."""
    if answer := next(filter(None, (ask(user, onward, proof) for ask in BETWEEN)), None):
        return answer
    begin_session(user, proof)
    return redirect(onward, 303)


def begin_session(user: User, proof: Proof | None = None) -> None:
    """Sign `user` in, whose password was right, or who gave another `proof`: a session of its own, with nothing of the one before but how the
    pages look. Recorded; commits."""
    modes = display.chosen()
    session.begin()
    session["csrf_token"] = secrets.token_urlsafe(16)  # shorter than Flask-WTF's own, on every page
    login_user(user)
    sessions.begin(user)
    if proof:
        session[sessions.PROOF] = list(proof)
    for each in BEGUN:
        each(user)
    display.choose(dict.fromkeys(modes, True))
    session.permanent = True
    mark_browser()
    devices.remember(user.id)
    user.used_at = clock.now()
    trail.record(
        "sign_in", actor=user, unit=user.units[0] if user.units else None, detail=f"用{proof.way}" if proof else ""
    )
    db.session.commit()


def fault_of(user: User | None, right: bool) -> str:
    """What whoever does not know the password is told is the same for every account, real or not."""
    if user is None or not right:
        return WRONG
    if not user.active:
        return "这个账号已锁定或停用，请联系系统管理员。"
    return "" if user.units else "这个账号目前没有任职，请联系系统管理员。"


@bp.post("/logout")
@signed_in
def sign_out():
    """End all sessions of the user: a session lives in a signed cookie, so a copied cookie would otherwise stay valid."""
    trail.record("sign_out")
    current_user.end_sessions()
    db.session.commit()
    proof = sessions.proved_by()
    logout_user()
    session.clear()
    flash("您已安全退出。", "success")
    return redirect(
        url_for("accounts.login", left=proof.ident if proof and proof.way == sessions.ELSEWHERE else None), 303
    )


@bp.get("/account")
@signed_in
def mine():
    """One's own account: where one works (each unit once, whatever one holds there), the way to another password, keys."""
    return render("accounts/mine.html", units=list(dict.fromkeys(current_user.units)))


@bp.post("/unit")
@signed_in
def choose_unit():
    """Work in another unit of one's appointments."""
    chosen = request.form.get("unit_id", type=int)
    if chosen not in {unit.id for unit in current_user.units}:
        abort(404)
    session["unit_id"] = chosen
    return redirect(url_for("home.desk"), 303)


@bp.post("/display")
@public
def choose_display():
    """Large text, high contrast, / as a key; leads back to the page it was chosen on."""
    display.choose({mode: request.form[mode] == "1" for mode in display.MODES if mode in request.form})
    db.session.commit()
    session.permanent = True
    return redirect(own_page(request.form.get("back") or _page_before()), 303)


def _page(form: LoginForm, status: int = 200, headers: dict[str, str] | None = None):
    page = render(
        "accounts/login.html",
        status=status,
        form=form,
        ways=[way for each in WAYS for way in each(form.next.data or "")],
        demo_accounts=demo_accounts(),
        demo_password=DEMO_PASSWORD,
    )
    return page, headers or {}


def _page_before() -> str:
    """The page of the portal from which the form was sent."""
    _, _, address = (request.referrer or "").partition("://")
    host, slash, path = address.partition("/")
    return slash + path if host == request.host else ""


def own_page(target: str | None) -> str:
    """`target` when it is a page of ours, else the work desk."""
    return target if target and OWN_PAGE.fullmatch(target) else url_for("home.desk")
