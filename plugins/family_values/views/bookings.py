"""预约: the list, the page of one, its steps, its photo."""

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.family_values.blueprint import bp
from plugins.family_values.forms.bookings import (
    BookingForm,
    ConfirmationForm,
    CountForm,
    FeedbackForm,
    GuideChoiceForm,
    PostponementForm,
    RecountForm,
)
from plugins.family_values.forms.files import PhotoForm
from plugins.family_values.models import Booking, Hall, Slot
from plugins.family_values.papers import booking_papers
from plugins.family_values.registers import bookings
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.file_pages import mount_files
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.forms.fields import parse_day
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

NOBODY = {0: "暂不安排"}


# -- choices of the forms ----------------------------------------------------------------------------------------------


def _slots(form: BookingForm, unit: OrgUnit) -> None:
    """Those of every hall in which the reader may book."""
    mine = select(Hall).where(Hall.reach(current_user, "family_values.book")).order_by(Hall.id)
    form.slot_id.choices = {
        slot.id: f"{hall.name} {slot}" for hall in db.session.scalars(mine).unique() for slot in hall.running_slots
    }


def _other_slots(form: PostponementForm, booking: Booking) -> None:
    form.slot_id.choices = {slot.id: str(slot) for slot in booking.hall.running_slots}


def _guides(form: ConfirmationForm | GuideChoiceForm, booking: Booking) -> None:
    form.guide_id.choices = NOBODY | {each.id: each.name for each in booking.hall.guides_on(booking.day)}


def _from_calendar(unit: OrgUnit) -> dict:
    """The day and slot that were pressed in the calendar."""
    return {"day": parse_day(request.args.get("day")), "slot_id": request.args.get("slot", type=int), "guided": True}


def _hall_of(form: BookingForm) -> OrgUnit:
    slot = db.session.get(Slot, form.slot_id.data)
    return slot.hall.unit


mount_register(
    bp,
    bookings,
    at="/bookings",
    endpoint="index",
    export="family_values.export",
    actions=begin_button(Booking.apply, "登记预约"),
)
mount_beginning(
    bp,
    Booking.apply,
    Ask(
        BookingForm,
        done=lambda booking: f"已登记，编号 {booking.number}。",
        title="登记预约",
        button="登记预约",
        start=_from_calendar,
        prepare=_slots,
        error_at="day",
        keeps_draft=True,
    ),
    at="/bookings/new",
    show=lambda booking: url_for("family_values.show_booking", booking_id=booking.id),
    back="family_values.index",
    place=_hall_of,
)
booking_steps = mount(
    bp,
    Booking,
    at="/bookings/<int:booking_id>",
    show="family_values.show_booking",
    steps={
        Booking.confirm: Ask(
            ConfirmationForm,
            at="confirmation",
            done="已确认。",
            main=True,
            icon="check",
            prepare=_guides,
        ),
        Booking.arrive: Ask(
            CountForm,
            at="arrival",
            done="已签到。",
            main=True,
            icon="check",
            start=lambda booking: {
                "came": booking.people,
                "came_party_members": booking.party_members,
                "came_minors": booking.minors,
            },
            error_at="came",
        ),
        Booking.take_feedback: Ask(FeedbackForm, at="feedback", done="已登记反馈。", main=True, icon="check"),
        Booking.assign_guide: Ask(
            GuideChoiceForm,
            at="guide",
            done="已安排。",
            icon="user",
            prepare=_guides,
            start=lambda booking: {"guide_id": booking.guide_id or 0},
        ),
        Booking.postpone: Ask(
            PostponementForm,
            at="date",
            done="已改期，请告诉对方。",
            icon="calendar",
            prepare=_other_slots,
            start=lambda booking: {"day": booking.day, "slot_id": booking.slot_id},
            error_at="day",
        ),
        Booking.put_photo: Ask(
            PhotoForm, at="photo", done="已保存照片。", icon="paperclip", uploads=True, error_at="upload"
        ),
        Booking.recount: Ask(
            RecountForm,
            at="count",
            done="已更正。",
            icon="pencil",
            start=lambda booking: {
                name: getattr(booking, name) for name in ("came", "came_party_members", "came_minors")
            },
            error_at="came",
        ),
        Booking.decline: Ask(
            ReasonForm,
            at="refusal",
            done="已登记不予接待，请告诉对方。",
            tone="danger",
            icon="ban",
            explanation="写的理由，对方凭查询码看得到。",
        ),
        Booking.cancel: Ask(ReasonForm, at="cancellation", done="已取消。", tone="danger", icon="x"),
    },
)


@bp.get("/bookings/<int:booking_id>")
@requires("family_values.view")
def show_booking(booking_id: int):
    """One booking: who comes when, and what comes next."""
    booking = get_or_404(Booking.visible_to(current_user), booking_id)
    return render(
        "family_values/halls/booking.html",
        **booking_steps.shown(booking, ("家风馆预约", "family_values.index"), booking_papers),
        may_call=booking.allows(current_user, "family_values.book"),
        due_at=booking.due_on,
        now=clock.now(),
    )


mount_files(bp, Booking, at="/bookings/<int:booking_id>", endpoint="download")
