"""A lesson of 昭君街道 as far as a test needs it. It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, date, datetime

import pytest

from plugins.family_courses.models import Course, Enrolment
from portal import clock
from portal.extensions import db
from portal.records.people import Contact

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
THURSDAY = date(2026, 3, 12)
EVENING = datetime(2026, 3, 12, 19, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def course(cast) -> Course:
    """On Thursday evening, an hour and a half, for two people."""
    planned = Course.plan(
        unit=cast.street,
        title="怎样跟青春期的孩子说话",
        series="parents",
        speaker="白玉兰",
        place_name="党群服务中心三楼",
        starts_at=EVENING,
        minutes=90,
        capacity=2,
        enrols_until=THURSDAY,
        by=cast.director,
    )
    db.session.commit()
    return planned


@pytest.fixture
def enrol(cast, course):
    """`enrol("王桂兰", phone="…")` by the clerk; a child with `born`, `guardian` and `consent`."""

    def make(name="王桂兰", phone="13804770001", guardian="", by="clerk", **fields) -> Enrolment:
        learner = Contact(name=name, phone=None if guardian else phone)
        if guardian:
            fields["guardian"] = Contact(name=guardian, phone=phone)
        enrolment = Enrolment.enrol(
            unit=course.unit, course_id=course.id, learner=learner, by=cast[by] if by else None, **fields
        )
        db.session.commit()
        return enrolment

    return make
