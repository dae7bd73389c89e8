"""设副职 (AB 岗): the administrator says who holds an office beside its owner."""

from flask import abort
from flask_login import current_user

from portal.accounts import delegation, policy
from portal.accounts.forms import DeputyForm
from portal.accounts.management.steps import ask, take, user_or_404
from portal.accounts.models import Appointment, User
from portal.accounts.views import bp
from portal.errors import RuleError
from portal.web.http.guards import requires

VERB = "设副职"


@bp.get("/accounts/<int:user_id>/appointments/<int:appointment_id>/deputy")
@requires(policy.MANAGE)
def new_deputy(user_id: int, appointment_id: int):
    """设副职: the form."""
    user = user_or_404(user_id)
    office = _office(user, appointment_id)
    return ask(_form(office), VERB, user, **_about(office))


@bp.post("/accounts/<int:user_id>/appointments/<int:appointment_id>/deputy")
@requires(policy.MANAGE)
def name_deputy(user_id: int, appointment_id: int):
    """设副职."""
    user = user_or_404(user_id)
    office = _office(user, appointment_id)
    form = _form(office)
    return take(form, VERB, user, lambda: _name(office, form), **_about(office))


def may_have_deputy(office: Appointment) -> bool:
    """Whether the reader names deputies of `office`."""
    return (
        office in delegation.offices_to_hand_over(office.user)
        and policy.may_appoint(current_user, office.user)
        and policy.may_grant(current_user, office.role, office.unit)
    )


def _form(office: Appointment) -> DeputyForm:
    form = DeputyForm()
    form.to.offer(delegation.colleagues([office], office.user))
    return form


def _name(office: Appointment, form: DeputyForm) -> None:
    to = User.known_as(form.to.username)
    if to is None:
        raise RuleError(delegation.NOT_NEAR, at="to")
    begins, ends = form.begins.data, form.ends.data
    delegation.name_deputy(office, to, begins, ends, reason=form.reason.data, by=current_user)


def _office(user: User, appointment_id: int) -> Appointment:
    """An office of the user of which the reader names the deputy; 404 for any other."""
    mine = (each for each in user.appointments if each.id == appointment_id and policy.reaches(current_user, each.unit))
    found = next(mine, None)
    return found if found and may_have_deputy(found) else abort(404)


def _about(office: Appointment) -> dict:
    return {
        "explanation": f"{office.unit.name}　{office.role_name}：副职和本人都能办这个任职的事，各用自己的账号，记录写明“代{office.user.name}”。"
    }
