"""登录的第二步: after the password, a code of the telephone or of the paper. Until then there is no session, only a note in the cookie whose
password was right."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.guesses import Slowed
from portal.accounts.models import User
from portal.accounts.views import BETWEEN, begin_session
from portal.audit import trail
from portal.extensions import db
from portal.signing_in.forms import CodeForm
from portal.signing_in.guesses import tried
from portal.signing_in.models import Factor, RecoveryCode
from portal.signing_in.verbs import WRONG
from portal.web.http.guards import public
from portal.web.pages import display
from portal.web.pages.rendering import render

bp = Blueprint("signing_in", __name__, template_folder="templates")
NOTE = "half"
TIME = 600  # seconds in which the second step follows the first
FEW = 3


class Half(NamedTuple):
    """Whose password was right, at which count of ended sessions, until when (seconds since 1970), and where they want to go on."""

    user_id: int
    epoch: int
    until: int
    onward: str


def ask(user: User, onward: str) -> ResponseReturnValue | None:
    """The page of the second step, for whom there is one. Commits."""
    if Factor.of(user) is None:
        return None
    modes = display.chosen()
    session.clear()
    display.choose(dict.fromkeys(modes, True))
    session[NOTE] = list(Half(user.id, user.session_epoch, _now() + TIME, onward))
    db.session.commit()
    return redirect(url_for("signing_in.code"), 303)


BETWEEN.append(ask)


@bp.get("/login/code")
@public
def code():
    """Asks for the code."""
    return _page(CodeForm()) if _half() else _again()


@bp.post("/login/code")
@public
def enter():
    """Look at the code; every try is recorded."""
    found = _half()
    if found is None:
        return _again()
    user, onward = found
    form = CodeForm()
    if not form.validate():
        return _page(form, 422)
    try:
        right = tried(user, form.code.data)
    except Slowed as slowed:
        form.code.errors = [str(slowed)]
        return _page(form, 429), {"Retry-After": str(slowed.seconds)}
    if not right:
        trail.record("sign_in_failed", actor=user, detail=f"{user.username}：动态码不正确")
        db.session.commit()
        form.code.errors = [WRONG]
        return _page(form, 422)
    left = RecoveryCode.left(user)
    begin_session(user)
    if left < FEW:
        flash(f"备用码只剩 {left} 个，请在“我的账号 → 动态码”重新生成。", "warning")
    return redirect(onward, 303)


def _half() -> tuple[User, str] | None:
    """Whose password was right a short while ago, and where they want to go on; None when it was too long ago, or the account was locked
    or its sessions ended since."""
    if NOTE not in session:
        return None
    half = Half(*session[NOTE])
    user = db.session.get(User, half.user_id)
    stands = user is not None and user.active and user.session_epoch == half.epoch and half.until > _now()
    return (user, half.onward) if stands else None


def _again() -> ResponseReturnValue:
    session.pop(NOTE, None)
    flash("请先输入账号和密码。", "info")
    return redirect(url_for("accounts.login"), 303)


def _page(form: CodeForm, status: int = 200) -> str:
    return render("signing_in/code.html", status=status, form=form)


def _now() -> int:
    return int(clock.now().timestamp())
