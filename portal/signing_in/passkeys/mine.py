"""我的账号 → 通行密钥: those one has, one more, one less."""

from flask import url_for
from flask_login import current_user, login_user
from sqlalchemy import select

from portal.accounts import sessions
from portal.database import reading_first
from portal.errors import RuleError, WrongState
from portal.signing_in import verbs
from portal.signing_in.forms import ProofForm
from portal.signing_in.models import RecoveryCode
from portal.signing_in.own_page import shown
from portal.signing_in.passkeys.forms import AddForm
from portal.signing_in.passkeys.models import Passkey
from portal.signing_in.proof import CRUMBS, asked, proof_page, take
from portal.signing_in.second_step import bp, ceremony
from portal.signing_in.settings import NO, passkey_use
from portal.web.forms.idempotency import saved
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import get_or_404, render

TRAIL = [CRUMBS[0], ("通行密钥", "/account/passkeys")]


@bp.get("/account/passkeys")
@signed_in
def passkeys():
    """Those one has."""
    found = Passkey.of(current_user)
    return render(
        "signing_in/passkeys.html",
        found=found,
        left=RecoveryCode.left(current_user) if found else 0,
        may=passkey_use(current_user) != NO,
        crumbs=[TRAIL[0], ("通行密钥", "")],
    )


@bp.get("/account/passkeys/new")
@signed_in
def new_passkey():
    """The form for one more."""
    _check_may()
    return _page(asked(AddForm()))


@bp.post("/account/passkeys/new")
@signed_in
def add_passkey():
    """增加通行密钥."""
    _check_may()
    form = asked(AddForm())
    made = None
    if form.validate():
        with reading_first():
            try:
                made = ceremony().registered(current_user, form.name.data.strip(), form.credential.data)
            except RuleError as error:
                form.credential.errors, form.credential.data = [str(error)], ""
                form.credential.raw_data = None
    if made is None:
        return _page(form, 422)

    def added(user):
        given = verbs.add_passkey(user, made)
        ceremony().done()
        sessions.carry_on(user)
        if given:
            answer = shown(given)
        else:
            answer = saved(url_for("signing_in.passkeys"), f"已增加通行密钥“{made.name}”，其他地方的登录都已退出。")
        login_user(user)
        return answer

    return take(form, _page, added)


@bp.get("/account/passkeys/<int:passkey_id>/removal")
@signed_in
def new_passkey_removal(passkey_id: int):
    """删去通行密钥: asks for the proof."""
    return _removal_page(_own(passkey_id), asked(ProofForm()))


@bp.post("/account/passkeys/<int:passkey_id>/removal")
@signed_in
def remove_passkey(passkey_id: int):
    """删去通行密钥."""
    mine = _own(passkey_id)

    def removed(user):
        verbs.remove_passkey(_own(passkey_id), user)
        sessions.carry_on(user)
        answer = saved(url_for("signing_in.passkeys"), "已删去，以后不能用它登录。")
        login_user(user)
        return answer

    return take(asked(ProofForm()), lambda form, status: _removal_page(mine, form, status), removed)


def _own(passkey_id: int) -> Passkey:
    return get_or_404(select(Passkey).where(Passkey.user_id == current_user.id), passkey_id)


def _check_may() -> None:
    if passkey_use(current_user) == NO:
        raise WrongState("您的岗位没有开通通行密钥，由旗县区主管在“登录安全”里设置。")


def _page(form: AddForm, status: int = 200):
    given = ceremony().to_register(current_user)
    crumbs = [*TRAIL, ("增加", "")]
    return render("signing_in/passkey_new.html", status=status, form=form, asked=given, crumbs=crumbs)


def _removal_page(mine: Passkey, form: ProofForm, status: int = 200):
    said = f"删去“{mine.name}”，以后不能用它登录，其他地方的登录都退出。"
    return proof_page(form, status, "删去通行密钥", said, "signing_in.passkeys", TRAIL)
