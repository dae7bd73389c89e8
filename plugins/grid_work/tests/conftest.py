"""Households of the first grid of 泰兴社区. It is Monday, 9 March 2026, ten in the morning."""

from datetime import UTC, date, datetime

import pytest

from plugins.grid_work.models import VisitedHome
from portal import clock
from portal.extensions import db
from portal.testing import factories

NOW = datetime(2026, 3, 9, 2, tzinfo=UTC)
TODAY = date(2026, 3, 9)


@pytest.fixture(autouse=True)
def monday():
    with clock.pretend(NOW):
        yield


@pytest.fixture
def enrol(cast):
    """`enrol(room="501", grade="1")`: a household of 万豪花园3号楼2单元 that is visited; `due_on` where it is to be due on another day."""

    def make(room: str = "501", *, building: str = "万豪花园3号楼2单元", grade: str = "2", unit=None, due_on=TODAY):
        home = VisitedHome.enrol(
            unit=unit or cast.grid1,
            person=factories.resident(cast.taixing),
            building=building,
            room=room,
            grade=grade,
            cause="自愿",
            reason="入户了解。",
            by=cast.clerk,
        )
        home.due_on = due_on
        db.session.commit()
        return home

    return make


@pytest.fixture
def home(enrol) -> VisitedHome:
    return enrol()
