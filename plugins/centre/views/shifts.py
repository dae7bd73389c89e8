"""值班: the list, one shift, how it is arranged by hand or from Excel, held, taken over."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, VIEW
from plugins.centre.forms.duty import ExchangeForm, ShiftForm, StandInForm
from plugins.centre.models import DutyShift, ServiceCentre
from plugins.centre.register import shifts
from plugins.centre.settings import rules_of
from plugins.centre.sheets import ROSTER
from plugins.centre.views.facts import known
from portal.accounts.models import User
from portal.extensions import db
from portal.records.beginning import mount_beginning
from portal.records.forms import PlainForm, ReasonForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.settings import listed
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

LIST, SHOW, ONE = "centre.shifts", "centre.show_shift", "/shifts/<int:shift_id>"
MOST = 60  # names and shifts that are offered

mount_register(bp, shifts, at="/shifts", endpoint="shifts", export=EXPORT)


def offer(form: ShiftForm, centre: ServiceCentre) -> None:
    """Windows, hours, people and departments while one types."""
    form.window.suggestions = [each.label for each in centre.windows if each.status == "open"]
    form.hours.suggestions = listed(rules_of(centre.unit).periods)
    form.name.suggestions = names_of(centre)
    form.department.suggestions = [each.title for each in centre.presences if each.status == "open"]


def names_of(centre: ServiceCentre) -> list[str]:
    return list(dict.fromkeys(each.name for each in centre.staff(MOST)))


def offer_stand_ins(form: StandInForm, shift: DutyShift) -> None:
    form.name.suggestions = [each for each in names_of(shift.window.centre) if each != shift.name]


def offer_others(form: ExchangeForm, shift: DutyShift) -> None:
    """Whoever else may be on duty there, and their shifts to come."""
    staff = [each for each in shift.window.centre.staff(MOST) if each.id != shift.user_id]
    theirs = DutyShift.of_others(shift, [each.id for each in staff], MOST)
    people = {f"user-{each.id}": f"请 {each.name} 替这一班" for each in staff}
    form.other.choices = (
        {"": "请选择"}
        | people
        | {f"shift-{each.id}": f"和 {each.name} 换 {each.when}　{each.title}" for each in theirs}
    )


def chosen(form: ExchangeForm, shift: DutyShift) -> dict:
    kind, ident = form.other.data.split("-")
    if kind == "user":
        return {"other": db.session.get_one(User, int(ident)), "reason": form.reason.data}
    theirs = db.session.get_one(DutyShift, int(ident))
    return {"other": theirs.user, "theirs": theirs, "reason": form.reason.data}


mount_beginning(
    bp,
    DutyShift.arrange,
    Ask(ShiftForm, done="已安排。", start=today("on"), prepare=offer, error_at="name"),
    at="/centres/<int:centre_id>/shifts/new",
    of=ServiceCentre,
    show=lambda shift: url_for("centre.week", centre_id=shift.window.centre_id, of=shift.on),
    back=lambda centre: url_for("centre.week", centre_id=centre.id),
)
mount_import(
    bp,
    ROSTER,
    at="/centres/<int:centre_id>",
    load=lambda centre_id: get_or_404(ServiceCentre.visible_to(current_user), centre_id),
    back=LIST,
)
steps = mount(
    bp,
    DutyShift,
    at=ONE,
    show=SHOW,
    prefix="shift_",
    steps={
        DutyShift.sign_in: Ask(
            PlainForm,
            at="staffing",
            done="已登记到岗。",
            title="到岗",
            button="到岗",
            shown=False,  # the pages of the shift and of its window have it as one press
            main=True,
            explanation="只登记这个窗口有人了。",
            to=lambda shift: url_for("centre.show_window", window_id=shift.window_id),
        ),
        DutyShift.ask_exchange: Ask(
            ExchangeForm,
            at="exchange",
            done="已告诉对方，同意以后才换。",
            icon="users",
            prepare=offer_others,
            args=chosen,
            error_at="other",
        ),
        DutyShift.stand_in: Ask(
            StandInForm,
            at="stand-in",
            done="已安排替班。",
            icon="users",
            main=lambda shift: shift.is_empty,
            prepare=offer_stand_ins,
            error_at="name",
        ),
        DutyShift.note_empty: Ask(
            ReasonForm,
            at="emptiness",
            done="已登记空岗。",
            icon="triangle-alert",
            tone="danger",
            shown=lambda shift: shift.is_empty,
        ),
        DutyShift.cancel: Ask(ReasonForm, at="cancellation", done="已取消。", icon="ban", tone="danger"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_shift(shift_id: int):
    """One shift: who, where, and whether the window was staffed."""
    found = DutyShift.visible_to(current_user).options(joinedload(DutyShift.window), joinedload(DutyShift.unit))
    shift = get_or_404(found, shift_id)
    return render(
        "centre/shift.html",
        **steps.shown(shift, ("值班表", LIST)),
        may_sign=steps.offers(DutyShift.sign_in, shift, current_user),
        is_empty=shift.is_empty,
        facts=known(
            ("日期", str(shift.on)),
            ("班次", str(shift.hours)),
            ("窗口", shift.window.label),
            ("部门", shift.department),
            ("值班人员", shift.name),
            ("到岗", moment(shift.staffed_at)),
            ("算空岗", moment(shift.empty_at) if shift.status == "awaited" else ""),
        ),
    )
