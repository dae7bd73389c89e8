"""我的账号 → 动态码: set up, moved to another telephone, given up; codes on paper made anew. Each asks for the password once more."""

import segno
from cryptography.exceptions import InvalidTag
from flask import redirect, url_for
from flask_login import current_user, login_user
from markupsafe import Markup

from portal import clock
from portal.accounts import sessions
from portal.errors import WrongState
from portal.protection import keyring
from portal.signing_in import codes, verbs
from portal.signing_in.forms import ProofForm, SetUpForm
from portal.signing_in.models import Factor, RecoveryCode
from portal.signing_in.proof import CRUMBS, asked, proof_page, take
from portal.signing_in.second_step import bp
from portal.signing_in.settings import must_have_code
from portal.web.forms.idempotency import finish, saved
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import render

PLACE = "signing_in.set_up"


@bp.get("/account/code")
@signed_in
def factor():
    """Whether there is one, and what can be done."""
    mine = Factor.of(current_user)
    return render(
        "signing_in/factor.html",
        factor=mine,
        left=RecoveryCode.left(current_user) if mine else 0,
        must=must_have_code(current_user),
        crumbs=[CRUMBS[0], ("动态码", "")],
    )


@bp.get("/account/code/new")
@signed_in
def new_factor():
    """A new secret, for a telephone to read."""
    form, fresh = asked(SetUpForm(data={"shown": ""})), codes.new_secret()
    if _unsealed(form.shown.data) is None:
        form.shown.data = _sealed(fresh)
    return _set_up_page(form)


@bp.post("/account/code/new")
@signed_in
def set_up_factor():
    """设置动态码: the telephone shows that it knows the secret."""
    form = asked(SetUpForm())
    form.secret = _unsealed(form.shown.data)
    if form.secret is None:
        return redirect(url_for("signing_in.new_factor"), 303)

    def is_set_up(user):
        made = verbs.set_up(user, form.secret, form.code.data)
        sessions.carry_on(user)
        page = shown(made)
        login_user(user)
        return page

    return take(form, _set_up_page, is_set_up)


@bp.get("/account/code/recovery")
@signed_in
def new_recovery():
    """重新生成备用码: asks for the proof."""
    return _recovery_page(_proof())


@bp.post("/account/code/recovery")
@signed_in
def make_recovery():
    """重新生成备用码."""
    return take(_proof(), _recovery_page, lambda user: shown(verbs.new_codes(user)))


@bp.get("/account/code/removal")
@signed_in
def new_removal():
    """不再用动态码: asks for the proof."""
    return _removal_page(_proof())


@bp.post("/account/code/removal")
@signed_in
def remove_factor():
    """不再用动态码."""

    def removed(user):
        verbs.give_up(user)
        return saved(url_for("signing_in.factor"), "以后登录不再问动态码。")

    return take(_proof(), _removal_page, removed)


def _proof() -> ProofForm:
    """The form for a factor that is there. Raises WrongState where there is none."""
    if not verbs.has_second(current_user):
        raise WrongState("您还没有设置动态码。")
    return asked(ProofForm())


def shown(made: list[str]) -> str:
    """Commits, and shows the codes on the answer itself: they stand nowhere."""
    finish(url_for("signing_in.factor"))
    return render("signing_in/recovery_codes.html", codes=made, today=clock.today(), crumbs=[*CRUMBS, ("备用码", "")])


def _set_up_page(form: SetUpForm, status: int = 200):
    there = "before" in form
    secret = _unsealed(form.shown.data)
    drawn = segno.make(codes.address(secret, current_user.username), error="m", micro=False)
    return render(
        "signing_in/set_up.html",
        status=status,
        form=form,
        there=there,
        must=must_have_code(current_user),
        drawing=Markup(drawn.svg_inline(scale=4, border=2)),  # noqa: S704  drawn here
        key=codes.written(secret),
        crumbs=[*CRUMBS, ("换一部手机" if there else "设置", "")],
    )


def _recovery_page(form: ProofForm, status: int = 200):
    return proof_page(form, status, "重新生成备用码", "以前的备用码全部作废，新的只显示一次。")


def _removal_page(form: ProofForm, status: int = 200):
    return proof_page(form, status, "不再用动态码", "以后登录只用密码。手机上验证器里的这一项可以删掉，备用码作废。")


def _sealed(secret: bytes) -> str:
    return keyring.encrypt(f"{current_user.id}.{codes.written(secret)}", PLACE)


def _unsealed(text: str) -> bytes | None:
    """The secret that the page showed to this user; None for anything else."""
    try:
        whose, _, secret = keyring.decrypt(text or "", PLACE).partition(".")
    except (ValueError, KeyError, InvalidTag):
        return None
    return codes.unwritten(secret) if whose == str(current_user.id) else None
