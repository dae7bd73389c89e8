"""A hall of 昭君街道 as far as a test needs it. It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, date, datetime

import pytest

from plugins.family_values.models import Booking, Hall
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.settings import change

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
TUESDAY, FRIDAY, MONDAY = date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 16)


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def hall(cast) -> Hall:
    """Open from Tuesday to Sunday, mornings and afternoons; two groups and 60 people at once; one guide."""
    found = Hall.found(
        unit=cast.street,
        name="昭君家风馆",
        address="文化路 1 号",
        phone="0477-5212345",
        capacity=60,
        groups=2,
        by=cast.director,
    )
    for starts, ends in (("09:00", "11:00"), ("14:30", "16:30")):
        found.add_slot(list("234567"), starts, ends, date(2026, 1, 1), by=cast.director)
    found.appoint(name="乌云", phone="13804770001", valid_from=date(2026, 1, 1), by=cast.director)
    db.session.commit()
    return found


@pytest.fixture
def book(cast, hall):
    """`book(day, people=12)` is a booking for the morning of that day, by the clerk; `by=None` as if by the group itself."""

    def make(day=FRIDAY, *, people=12, slot=0, phone="13804770009", **fields) -> Booking:
        given = {"title": "旗人社局机关党支部", "purpose": "lecture", "by": cast.clerk} | fields
        booking = Booking.apply(
            unit=hall.unit,
            slot_id=hall.slots[slot].id,
            day=day,
            people=people,
            sender=Contact(name="白玉兰", phone=phone),
            **given,
        )
        db.session.commit()
        return booking

    return make


@pytest.fixture
def rules(cast):
    """`rules(notice_days="5")` changes what the district decides, from today."""

    def decide(**fields):
        given = {name: [value] for name, value in fields.items()}
        change("family_values", cast.county, given, by=cast.district, reason="测试", valid_from=clock.today())
        db.session.commit()

    return decide
