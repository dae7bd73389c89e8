"""With what the records of 家风教育 are begun, and each of their steps is taken once."""

from datetime import date, timedelta

from plugins.family_values.models import Booking, Hall, Slot
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today

EVERY_DAY = ["1", "2", "3", "4", "5", "6", "7"]
HALL = {"name": "昭君家风馆", "address": "昭君街道文化路 1 号", "phone": "0477-5212345", "capacity": 5000, "groups": 50}
COUNTS = {"came": 32, "came_party_members": 20, "came_minors": 4}
REASON = {"reason": "馆内布展，无法接待。"}


def next_year(record, stage: Stage) -> date:
    return clock.today() + timedelta(days=370)


def slot_of(stage: Stage) -> Slot:
    """A slot of a hall of the stage's unit; both are made with the first record that needs them."""
    hall = db.session.scalars(Hall.of(stage.unit)).first() or HALLS.begin(stage)
    return hall.slots[0] if hall.slots else HALLS.take(Hall.add_slot, hall, stage)


def a_slot(record, stage: Stage) -> int:
    return slot_of(stage).id


HALLS = Samples(
    Hall,
    {
        Hall.found: Sample("director", HALL),
        Hall.change: Sample("director", HALL | {"phone": "0477-5212346"}),
        Hall.add_slot: Sample(
            "director", {"weekdays": EVERY_DAY, "starts": "09:00", "ends": "11:00", "valid_from": today}, days=0
        ),
        Hall.end_slot: Sample(
            "director", {"on": today}, row=lambda hall, stage: hall.slots[-1], first=(Hall.add_slot,), days=0
        ),
        Hall.close: Sample("director", {"first": next_year, "last": next_year, "reason": "检修"}),
        Hall.open_again: Sample("director", row=lambda hall, stage: hall.closures[-1], first=(Hall.close,), days=0),
        Hall.appoint: Sample("director", {"name": "乌云", "phone": "13804770001", "valid_from": today}),
        Hall.release: Sample(
            "director", {"on": today}, row=lambda hall, stage: hall.guides[-1], first=(Hall.appoint,), days=0
        ),
    },
)
BOOKINGS = Samples(
    Booking,
    {
        Booking.apply: Sample(
            "clerk",
            {
                "slot_id": a_slot,
                "day": today,
                "people": 30,
                "party_members": 20,
                "minors": 4,
                "title": "旗人社局机关党支部",
                "purpose": "lecture",
                "remark": "旗直机关工委统一安排。",
                "urgent": True,
                "sender": lambda booking, stage: Contact(name="白玉兰", phone="13804770002"),
            },
            form={"sender": "白玉兰", "phone": "13804770002"},
        ),
        Booking.confirm: Sample("director", {"guide_id": 0, "note": "请从东门进。"}, days=0),
        Booking.arrive: Sample("clerk", COUNTS, days=0),
        Booking.take_feedback: Sample("clerk", {"rating": "good", "opinion": "讲解很生动。"}, days=0),
        Booking.say: Sample("", {"rating": "good"}, at="arrived", days=0),
        Booking.put_photo: Sample(
            "clerk", {"upload": lambda booking, stage: stage.picture("家风馆")}, at="arrived", days=0
        ),
        Booking.recount: Sample("director", COUNTS | {"came": 31, "reason": "漏减了司机。"}, at="arrived", days=0),
        Booking.assign_guide: Sample("clerk", {"guide_id": 0}, days=0),
        Booking.postpone: Sample("director", {"slot_id": a_slot, "day": next_year, "note": "对方改期。"}, days=0),
        Booking.decline: Sample("director", REASON, days=0),
        Booking.cancel: Sample("clerk", REASON, days=0),
        Booking.withdraw: Sample("", days=0),
        Booking.expire: Sample("", days=0),
    },
)
SAMPLES = (HALLS, BOOKINGS)
