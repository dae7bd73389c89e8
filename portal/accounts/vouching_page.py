"""等确认的账号: the director of a unit says whether an account that an administrator opened or reset belongs to one of theirs."""

from flask import url_for
from flask_login import current_user
from wtforms import RadioField

from portal import clock
from portal.accounts import vouching
from portal.accounts.models import User
from portal.accounts.views import bp
from portal.errors import WrongState
from portal.extensions import db
from portal.permissions import VOUCH
from portal.web.forms import Form, Required
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

ANSWERS = {"known": "是我们的人，账号在他本人手里", "unknown": "不是我们的人，或者本人没有要过：锁定这个账号"}


class VouchingForm(Form):
    """确认账号. Nothing is chosen beforehand: the one answer locks an account, the other opens numbers."""

    answer = RadioField("您问过本人以后", [Required("请选择一项。")], choices=ANSWERS)


@bp.get("/accounts/vouching")
@requires(VOUCH)
def waiting():
    """Who waits for the reader."""
    found = db.session.execute(vouching.waiting(current_user, clock.today())).all()
    return render("accounts/waiting.html", found=found, crumbs=[("等确认的账号", "")])


@bp.get("/accounts/<int:user_id>/vouching")
@requires(VOUCH)
def new_vouching(user_id: int):
    """Whose account it is said to be, who made it and when."""
    user = _user_or_404(user_id)
    if user.vouched or not user.active:
        raise WrongState(vouching.SETTLED)
    return _page(user, VouchingForm())


@bp.post("/accounts/<int:user_id>/vouching")
@requires(VOUCH)
def answer(user_id: int):
    """确认, or locked."""
    user, form = _user_or_404(user_id), VouchingForm()
    if not form.validate():
        return _page(user, form, 422)
    known = form.answer.data == "known"
    (vouching.vouch if known else vouching.disown)(user, by=current_user)
    said = f"已确认{user.name}的账号。" if known else f"已锁定{user.name}的账号，记入审计记录。"
    return saved("/", said)


def _user_or_404(user_id: int) -> User:
    return get_or_404(vouching.visible_to(current_user), user_id)


def _page(user: User, form: VouchingForm, status: int = 200):
    maker = user.handed_by and db.session.get(User, user.handed_by)
    offices = "、".join(f"{each.unit.name}{each.role_name}" for each in user.standing_appointments)
    made = f"{moment(user.handed_at)}，{maker.name if maker else '系统管理员'}"
    return render(
        "accounts/vouching.html",
        status=status,
        form=form,
        facts_of=[("姓名", user.name), ("账号", user.username), ("任职", offices), ("开通或重设密码", made)],
        crumbs=[("等确认的账号", url_for("accounts.waiting")), (user.name, "")],
    )
