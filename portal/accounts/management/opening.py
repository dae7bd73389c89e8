"""开通账号 and 重设密码: the password is generated here, shown once, and must be changed at the first sign-in."""

from flask_login import current_user

from portal.accounts import policy, verbs
from portal.accounts.forms import AccountForm
from portal.accounts.management.steps import ask, hand_over, offer, searched, user_or_404
from portal.accounts.passwords import first_password
from portal.accounts.views import bp
from portal.errors import RuleError
from portal.extensions import db
from portal.web.forms import Form
from portal.web.http.guards import requires

RESET = {"explanation": "原来的密码立即失效，已有的登录全部退出，输错密码的限制一并解除。新密码只显示一次。"}


@bp.get("/accounts/new")
@requires(policy.MANAGE)
def new_account():
    """开通: the form."""
    return ask(offer(AccountForm()), "开通账号")


@bp.post("/accounts/new")
@requires(policy.MANAGE)
def open_account():
    """开通."""
    form, password = offer(AccountForm()), first_password()
    if page := searched(form, "开通账号"):
        return page
    if not form.validate():
        return ask(form, "开通账号", status=422)
    try:
        user = verbs.open_account(
            form.username.data, form.name.data, password, form.role.data, form.unit_id.unit, by=current_user
        )
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        form.username.errors = [str(error)]
        return ask(form, "开通账号", status=422)
    return hand_over(user, password)


@bp.get("/accounts/<int:user_id>/password")
@requires(policy.MANAGE)
def new_reset(user_id: int):
    """重设密码: asks once more."""
    return ask(Form(), "重设密码", user_or_404(user_id), **RESET)


@bp.post("/accounts/<int:user_id>/password")
@requires(policy.MANAGE)
def reset_password(user_id: int):
    """重设密码."""
    user, password = user_or_404(user_id), first_password()
    verbs.reset_password(user, password, by=current_user)
    return hand_over(user, password)
