"""The steps by which sittings are arranged: what their form offers, begins with, and gives to them."""

from datetime import datetime, timedelta

from plugins.mediation.models import Dispute, Sitting
from plugins.mediation.sitting_forms import SittingForm
from portal import clock
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, among

ELSEWHERE = {0: "不在调解室"}
USUAL = timedelta(hours=1, minutes=30)


def offer_rooms(form: SittingForm, dispute: Dispute, *_: Sitting) -> None:
    """The rooms of the committee that are in use."""
    rooms = dispute.committee.rooms_in_use
    form.room.choices = {each.id: each.name + (f"（{each.place}）" if each.place else "") for each in rooms} | ELSEWHERE


def next_morning(dispute: Dispute) -> dict:
    """Tomorrow at nine, in the first room."""
    tomorrow = clock.today() + timedelta(days=1)
    starts = datetime.combine(tomorrow, datetime.min.time().replace(hour=9), clock.SHANGHAI)
    rooms = dispute.committee.rooms_in_use
    return {"starts_at": starts, "ends_at": starts + USUAL, "room": rooms[0].id if rooms else 0}


def as_arranged(dispute: Dispute, sitting: Sitting) -> dict:
    """As it stands."""
    known = {name: getattr(sitting, name) for name in ("starts_at", "ends_at", "place")}
    return known | {"room": sitting.room_id or 0}


def arranged(form: SittingForm, dispute: Dispute) -> dict:
    """What was chosen, as the steps take it."""
    room = next((each for each in dispute.committee.rooms_in_use if each.id == form.room.data), None)
    return {"room": room} | {name: form[name].data for name in ("starts_at", "ends_at", "place")}


STEPS = {
    Dispute.arrange: Ask(
        SittingForm,
        at="sittings/new",
        done="已安排，调委会的日历上看得到。",
        icon="calendar",
        button="安排",
        start=next_morning,
        prepare=offer_rooms,
        args=arranged,
        error_at="starts_at",
    ),
    Dispute.rearrange: Ask(
        SittingForm,
        at="sittings/<int:sitting_id>/change",
        done="已改期。",
        row=among("sittings"),
        start=as_arranged,
        prepare=offer_rooms,
        args=arranged,
        error_at="starts_at",
    ),
    Dispute.call_off: Ask(
        ReasonForm,
        at="sittings/<int:sitting_id>/cancellation",
        done="已取消。",
        row=among("sittings"),
        title=lambda dispute, sitting: f"取消 {sitting.on} {sitting.hours} 的调解",
        error_at="text",
    ),
}
