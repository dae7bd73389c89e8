"""我的账号 → 代办: who is on leave says who holds which office meanwhile, and calls it back. Importing it adds the views."""

from flask import abort, url_for
from flask_login import current_user

from portal.accounts import delegation
from portal.accounts.forms import DelegationForm
from portal.accounts.models import Appointment, User
from portal.accounts.views import bp
from portal.errors import RuleError
from portal.extensions import db
from portal.web.forms import Form
from portal.web.forms.idempotency import saved
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import LARGEST_ID, render


@bp.get("/account/delegation")
@signed_in
def delegated():
    """The form, and what is handed over."""
    return _page(_form())


@bp.post("/account/delegation")
@signed_in
def delegate():
    """请人代办."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    user = User.known_as(form.to.username)
    if user is None:
        form.to.errors = [delegation.NOT_NEAR]
        return _page(form, 422)
    office = next(each for each in delegation.offices_to_hand_over(_me()) if each.id == form.office.data)
    try:
        delegation.hand_over(office, user, form.begins.data, form.ends.data, reason=form.reason.data, by=_me())
    except RuleError as error:
        if error.status != RuleError.status:
            raise
        db.session.rollback()
        form[error.at].errors = [str(error)]
        return _page(form, 422)
    return saved(url_for("accounts.delegated"), f"已请{user.name}代办，到期自动结束。")


@bp.get("/account/delegation/<int:appointment_id>/end")
@signed_in
def new_recall(appointment_id: int):
    """收回: asks once more."""
    return _recall(_held(appointment_id))


@bp.post("/account/delegation/<int:appointment_id>/end")
@signed_in
def recall(appointment_id: int):
    """收回."""
    held, form = _held(appointment_id), Form()
    if not form.validate():
        return _recall(held, 422)
    delegation.call_back(held, by=_me())
    return saved(url_for("accounts.delegated"), "已收回，立即生效。")


def _me() -> User:
    return current_user._get_current_object()


def _form() -> DelegationForm:
    form = DelegationForm()
    offices = delegation.offices_to_hand_over(_me())
    form.office.choices = {each.id: f"{each.unit.name} {each.role_name}" for each in offices}
    form.to.offer(delegation.colleagues(offices, _me()))
    return form


def _held(appointment_id: int) -> Appointment:
    """What is held for whoever is signed in; 404 for any other."""
    found = db.session.get(Appointment, appointment_id) if appointment_id <= LARGEST_ID else None
    return found if found and found.for_id == current_user.id else abort(404)


def _page(form: DelegationForm, status: int = 200):
    return render(
        "accounts/delegation.html",
        status=status,
        form=form,
        held=delegation.handed_over(_me()),
        crumbs=[("我的账号", "/account"), ("代办", "")],
    )


def _recall(held: Appointment, status: int = 200):
    return render(
        "accounts/step.html",
        status=status,
        form=Form(),
        verb="收回代办",
        about=f"{held.user.name}：{held.unit.name} {held.role_name}",
        back=url_for("accounts.delegated"),
        crumbs=[("代办", url_for("accounts.delegated")), ("收回", "")],
    )
