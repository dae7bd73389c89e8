"""A meeting of 昭君街道, with the labour office, about a case of 泰兴社区."""

from datetime import timedelta

import pytest

from plugins.joint_meetings.models import JointMeeting
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing import factories


@pytest.fixture
def case(cast) -> Case:
    """Accepted, and in nobody's hands."""
    made = factories.case(cast.taixing, by=cast.clerk, title="张三拖欠李四工资")
    made.accept(by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def housing(cast) -> OrgUnit:
    """住建局, where nobody has an account."""
    made = OrgUnit.create(kind="department", name="住建局", parent=cast.county)
    db.session.commit()
    return made


def told(*units: OrgUnit, **fields) -> dict:
    """What is said of a meeting in two days; `units` are invited."""
    return {
        "title": "欠薪问题会商",
        "kind": "consult",
        "starts_at": clock.now() + timedelta(days=2),
        "ends_at": None,
        "place_of_meeting": "会商室",
        "chair": "中心主任",
        "agenda": "",
        "invited": [{"unit": each, "asked": "分管副局长"} for each in units],
        "items": [],
    } | fields


def waits(card: str, client) -> bool:
    """Whether the desk of `client` has one record on the card of that name: a card without any is shown with a 0."""
    return f"{card} 1" in client.page("/").text


@pytest.fixture
def call(cast, case):
    """`call()` invites the labour office about the case."""

    def make(*units: OrgUnit, by=None, **fields) -> JointMeeting:
        about = {"items": [{"case": case, "said": "工人聚集，商量办法。"}]}
        given = told(*(units or (cast.labour_bureau,)), **about | fields)
        made = JointMeeting.call(unit=cast.street, by=by or cast.clerk, **given)
        db.session.commit()
        return made

    return make


@pytest.fixture
def minutes(cast):
    """`minutes(meeting)`: it was held in the presence of all, and the minutes wait to be signed; one task for each unit."""

    def write(meeting: JointMeeting, *, present=None, **fields) -> JointMeeting:
        came = [each.id for each in meeting.invited] if present is None else present
        meeting.hold(held_at=meeting.starts_at, present=came, by=cast.clerk)
        due_on = clock.today() + timedelta(days=10)
        tasks = [{"unit": each.unit, "what": "发清工资。", "due_on": due_on} for each in meeting.present]
        said = {"review": "", "opinions": {}, "decision": "十日内发清。", "tasks": tasks} | fields
        meeting.write(by=cast.clerk, **said)
        db.session.commit()
        return meeting

    return write


@pytest.fixture
def issued(cast, call, minutes) -> JointMeeting:
    """Held just now, signed and issued."""
    meeting = call(starts_at=clock.now() + timedelta(seconds=1))
    with clock.pretend(meeting.starts_at + timedelta(hours=1)):
        minutes(meeting)
        meeting.sign(on=clock.today(), signed=[each.id for each in meeting.present], by=cast.clerk)
        meeting.issue(by=cast.director)
        db.session.commit()
    return meeting
