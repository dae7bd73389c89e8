"""登录的第二步: after the password, a code of the telephone or of the paper. Until then there is no session, only a note in the cookie whose
password was right."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.guesses import Slowed
from portal.accounts.models import User
from portal.accounts.sessions import Proof
from portal.accounts.views import BETWEEN, begin_session
from portal.audit import trail
from portal.extensions import db
from portal.signing_in.forms import CodeForm
from portal.signing_in.guesses import tried
from portal.signing_in.models import Factor, RecoveryCode
from portal.signing_in.passkeys.models import Passkey
from portal.signing_in.verbs import WRONG, WRONG_ON_PAPER, has_second
from portal.web.http.guards import public
from portal.web.pages import display
from portal.web.pages.rendering import render

bp = Blueprint("signing_in", __name__, template_folder="templates")
NOTE = "half"
TIME = 600  # seconds in which the second step follows the first
FEW = 3


class Half(NamedTuple):
    """Whose password was right, at which count of ended sessions, until when (seconds since 1970), and where they want to go on. `proof` is what was
    there in place of the password."""

    user_id: int
    epoch: int
    until: int
    onward: str
    proof: list | None = None


def ask(user: User, onward: str, proof: Proof | None = None) -> ResponseReturnValue | None:
    """The page of the second step, for whom there is one and whose `proof` does not stand for two. Commits."""
    if (proof and proof.twofold) or not has_second(user):
        return None
    modes = display.chosen()
    session.clear()
    display.choose(dict.fromkeys(modes, True))
    session[NOTE] = list(Half(user.id, user.session_epoch, _now() + TIME, onward, proof))
    db.session.commit()
    return redirect(url_for("signing_in.code"), 303)


BETWEEN.append(ask)


def ceremony():
    """The library of keys takes 5 MB and half a second: only where somebody uses one."""
    from portal.signing_in.passkeys import ceremony

    return ceremony


@bp.get("/login/code")
@public
def code():
    """Asks for the code."""
    found = half()
    return page(found[0]) if found else again()


@bp.post("/login/code")
@public
def enter():
    """Look at the code; every try is recorded."""
    found = half()
    if found is None:
        return again()
    user, onward, proof = found
    form = _form(user)
    if not form.validate():
        return page(user, form, 422)
    try:
        right = tried(user, form.code.data)
    except Slowed as slowed:
        form.code.errors = [str(slowed)]
        return page(user, form, 429), {"Retry-After": str(slowed.seconds)}
    if not right:
        trail.record("sign_in_failed", actor=user, detail=f"{user.username}：动态码不正确")
        db.session.commit()
        form.code.errors = [WRONG if Factor.of(user) else WRONG_ON_PAPER]
        return page(user, form, 422)
    left = RecoveryCode.left(user)
    begin_session(user, proof)
    if left < FEW:
        flash(f"备用码只剩 {left} 个，请在“我的账号 → 动态码”重新生成。", "warning")
    return redirect(onward, 303)


def half() -> tuple[User, str, Proof | None] | None:
    """Whose password was right a short while ago, and where they want to go on; None when it was too long ago, or the account was locked
    or its sessions ended since."""
    if NOTE not in session:
        return None
    noted = Half(*session[NOTE])
    user = db.session.get(User, noted.user_id)
    stands = user is not None and user.active and user.session_epoch == noted.epoch and noted.until > _now()
    return (user, noted.onward, Proof(*noted.proof) if noted.proof else None) if stands else None


def again() -> ResponseReturnValue:
    """Back to the password."""
    session.pop(NOTE, None)
    flash("请先输入账号和密码。", "info")
    return redirect(url_for("accounts.login"), 303)


def page(user: User, form: CodeForm | None = None, status: int = 200, wrong: str = "") -> ResponseReturnValue:
    """The page of the second step of `user`; `wrong`: with the key."""
    keys, telephone = Passkey.of(user), Factor.of(user)
    return render(
        "signing_in/code.html",
        status=status,
        form=form or _form(user, formdata=None),
        telephone=telephone,
        asked=ceremony().to_sign_in(keys) if keys else "",
        wrong=wrong,
    )


def _form(user: User, **given) -> CodeForm:
    form = CodeForm(**given)
    if Factor.of(user) is None:
        form.without_telephone()
    return form


def _now() -> int:
    return int(clock.now().timestamp())
