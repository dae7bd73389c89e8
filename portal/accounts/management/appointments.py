"""任职: given and ended."""

from flask import abort
from flask_login import current_user

from portal.accounts import policy, verbs
from portal.accounts.forms import AppointmentForm, EndingForm
from portal.accounts.management.steps import ask, offer, searched, take, user_or_404
from portal.accounts.models import Appointment, User
from portal.accounts.views import bp
from portal.web.http.guards import requires


@bp.get("/accounts/<int:user_id>/appointments/new")
@requires(policy.MANAGE)
def new_appointment(user_id: int):
    """增加任职: the form."""
    return ask(offer(AppointmentForm()), "增加任职", user_or_404(user_id))


@bp.post("/accounts/<int:user_id>/appointments/new")
@requires(policy.MANAGE)
def appoint(user_id: int):
    """增加任职."""
    user, form = user_or_404(user_id), offer(AppointmentForm())
    if page := searched(form, "增加任职", user):
        return page
    return take(form, "增加任职", user, lambda: _appoint(user, form))


@bp.get("/accounts/<int:user_id>/appointments/<int:appointment_id>/ending")
@requires(policy.MANAGE)
def new_ending(user_id: int, appointment_id: int):
    """终止任职: the form."""
    user = user_or_404(user_id)
    return ask(EndingForm(), "终止任职", user, **_about(_appointment(user, appointment_id)))


@bp.post("/accounts/<int:user_id>/appointments/<int:appointment_id>/ending")
@requires(policy.MANAGE)
def end_appointment(user_id: int, appointment_id: int):
    """终止任职."""
    user, form = user_or_404(user_id), EndingForm()
    appointment = _appointment(user, appointment_id)
    return take(
        form,
        "终止任职",
        user,
        lambda: verbs.end(appointment, form.last_day.data, by=current_user),
        **_about(appointment),
    )


def _appoint(user: User, form: AppointmentForm) -> None:
    days = {"begins": form.begins.data, "last_day": form.last_day.data}
    verbs.appoint(user, form.role.data, form.unit_id.unit, by=current_user, **days)


def _appointment(user: User, appointment_id: int) -> Appointment:
    """An appointment of the user in the reader's subtree; 404 for any other."""
    mine = (each for each in user.appointments if each.id == appointment_id and policy.reaches(current_user, each.unit))
    return next(mine, None) or abort(404)


def _about(appointment: Appointment) -> dict:
    return {
        "explanation": f"{appointment.unit.name}　{appointment.role_name}，从 {appointment.valid_from} 开始。",
        "tone": "danger",
    }
