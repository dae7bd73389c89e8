"""A visit to the window of the street, and a day on which a leader receives."""

from datetime import timedelta

import pytest

from plugins.reception.models import ReceptionDay, Visit
from portal import clock
from portal.extensions import db
from portal.testing import factories


@pytest.fixture
def visit(cast) -> Visit:
    """物业费涨价, brought by one resident."""
    came = Visit.receive(
        unit=cast.street,
        person=factories.resident(cast.street),
        title="反映小区物业费涨价",
        text="没有公示就涨价。",
        topic="property",
        by=cast.clerk,
    )
    db.session.commit()
    return came


@pytest.fixture
def reception_day(cast) -> ReceptionDay:
    """The day after tomorrow."""
    on = clock.today() + timedelta(days=2)
    day = ReceptionDay.arrange(unit=cast.street, on=on, name="值班一组", leader="王主任", room="三楼", by=cast.director)
    db.session.commit()
    return day
