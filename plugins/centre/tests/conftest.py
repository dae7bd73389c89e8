"""A centre of the street with two windows, where it is registered that windows are staffed, on a working Thursday."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.centre.models import CentreWindow, DutyShift, Hours, ServiceCentre
from portal import clock
from portal.extensions import db

THURSDAY = date(2026, 11, 26)
MORNING = Hours.read("08:30-12:00")


def at(hour: int, minute: int = 0, day: date = THURSDAY) -> datetime:
    """A moment on the office's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.SHANGHAI).astimezone(UTC)


@pytest.fixture(autouse=True)
def thursday():
    """It is seven in the morning."""
    with clock.pretend(at(7)):
        yield


@pytest.fixture
def centre(cast) -> ServiceCentre:
    """With 综合受理 and 信访接待."""
    made = ServiceCentre.found(
        unit=cast.street,
        title="昭君街道综治中心",
        opened_on=THURSDAY,
        address="昭君街道（演示）1号",
        phone="0477-5550101",
        hours="工作日 08:30-12:00",
        leader="政法委员",
        square_metres=260,
        by=cast.director,
    )
    for serial, title in enumerate(("综合受理", "信访接待"), start=1):
        db.session.flush()
        CentreWindow.set_up(made, serial=serial, title=title, kind=title, valid_from=THURSDAY, by=cast.director)
    db.session.commit()
    return made


@pytest.fixture
def watched(cast, centre) -> ServiceCentre:
    """The same, with 到岗登记 for a quarter."""
    centre.watch("大厅试点", "旗委政法委", THURSDAY, THURSDAY + timedelta(days=90), by=cast.director)
    db.session.commit()
    return centre


@pytest.fixture
def arrange(cast, centre):
    """A shift at a window, by default the clerk's this morning at 综合受理."""

    def arranged(name: str = "受理员小王", *, window: str = "1", on: date = THURSDAY, hours: Hours = MORNING, **more):
        made = DutyShift.arrange(centre, window=window, on=on, hours=hours, name=name, by=cast.clerk, **more)
        db.session.commit()
        return made

    return arranged
