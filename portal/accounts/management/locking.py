"""锁定, 解除锁定, 停用."""

from flask_login import current_user

from portal.accounts import policy, verbs
from portal.accounts.forms import ReasonForm
from portal.accounts.management.steps import ask, take, user_or_404
from portal.accounts.views import bp
from portal.web.forms import Form
from portal.web.http.guards import requires

LOCK = {
    "explanation": "锁定后不能登录，正在使用的立即退出；本人的任职保留，解除锁定后照旧。请人代办的、设了副职的同时终止；"
    "锁定期间要有人办的，锁定以后另设副职。",
    "tone": "danger",
}
CLOSE = {"explanation": "停用后不能登录，全部任职立即终止；办理过的记录保留。", "tone": "danger"}


@bp.get("/accounts/<int:user_id>/lock")
@requires(policy.MANAGE)
def new_lock(user_id: int):
    """锁定: asks for the reason."""
    return ask(ReasonForm(), "锁定账号", user_or_404(user_id), **LOCK)


@bp.post("/accounts/<int:user_id>/lock")
@requires(policy.MANAGE)
def lock(user_id: int):
    """锁定."""
    user, form = user_or_404(user_id), ReasonForm()
    return take(form, "锁定账号", user, lambda: verbs.lock(user, form.reason.data, by=current_user), **LOCK)


@bp.get("/accounts/<int:user_id>/unlocking")
@requires(policy.MANAGE)
def new_unlocking(user_id: int):
    """解除锁定: asks once more."""
    return ask(Form(), "解除锁定", user_or_404(user_id))


@bp.post("/accounts/<int:user_id>/unlocking")
@requires(policy.MANAGE)
def unlock(user_id: int):
    """解除锁定."""
    user = user_or_404(user_id)
    return take(Form(), "解除锁定", user, lambda: verbs.unlock(user, by=current_user))


@bp.get("/accounts/<int:user_id>/closure")
@requires(policy.MANAGE)
def new_closure(user_id: int):
    """停用: asks for the reason."""
    return ask(ReasonForm(), "停用账号", user_or_404(user_id), **CLOSE)


@bp.post("/accounts/<int:user_id>/closure")
@requires(policy.MANAGE)
def close(user_id: int):
    """停用."""
    user, form = user_or_404(user_id), ReasonForm()
    return take(form, "停用账号", user, lambda: verbs.close(user, form.reason.data, by=current_user), **CLOSE)
