"""A case of 泰兴社区 that the street cannot settle alone, and a whistle about it."""

import pytest

from plugins.whistle.choices import ENFORCEMENT
from plugins.whistle.models import Whistle
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.people import Contact
from portal.testing import factories


@pytest.fixture
def case(cast) -> Case:
    """Accepted, and in nobody's hands."""
    made = factories.case(cast.taixing, by=cast.clerk, title="工地拖欠工资")
    made.accept(by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def housing(cast) -> OrgUnit:
    """住建局, where nobody has an account."""
    made = OrgUnit.create(kind="department", name="住建局", parent=cast.county)
    db.session.commit()
    return made


@pytest.fixture
def blow(cast, case):
    """`blow()` waits for the director; `blow(by=cast.director)` is out at once."""

    def make(*units: OrgUnit, by=None, **fields) -> Whistle:
        given = {"kind": ENFORCEMENT, "need": "请到现场核实。", "place_of_meeting": "工地门口"} | fields
        calls = [{"unit": each, "duty": "核实工资。", "leads": False} for each in units or (cast.labour_bureau,)]
        made = Whistle.blow(case, calls=calls, by=by or cast.clerk, **given)
        db.session.commit()
        return made

    return make


@pytest.fixture
def out(cast, blow) -> Whistle:
    """The labour office was called."""
    return blow(by=cast.director)


def arrival(**fields) -> dict:
    """What is said of a department that comes now."""
    return {"leader": Contact(name="张建国", phone="13900000000"), "people": 2, "at": clock.now()} | fields
