"""研判 is told of supervision on both sides: by a unit, and of it by those above."""

from datetime import date, timedelta

import pytest

from portal import clock
from portal.cases.briefing import lines_of
from portal.extensions import db

pytestmark = pytest.mark.database


def told(cast, unit, day: date | None = None) -> list[str]:
    day = day or clock.today()
    lines, failed = lines_of(unit, (day, day), cast.clerk)
    assert not failed
    return [text for label, text in lines if label == "督办"]


@pytest.fixture
def street_asked(cast, case, supervise):
    """The county asks the street about a case that it has in hand."""
    case.assign(cast.street, by=cast.clerk)
    return supervise(cast.street)


def test_who_asks_and_who_is_asked_are_told_of_it(cast, street_asked):
    assert told(cast, cast.county) == ["本期督办下级 1 件，没有解除 1 件"]
    assert told(cast, cast.street) == ["被上级督办 1 件，没有解除 1 件"]
    assert told(cast, cast.other_street) == []


def test_what_was_not_answered_in_time_is_told_until_it_is_lifted(cast, street_asked):
    later = clock.local(street_asked.due_at).date() + timedelta(days=1)
    assert told(cast, cast.street, later) == ["没有解除 1 件，没有按时答复 1 件"]
    street_asked.status, street_asked.lifted_at = "lifted", clock.now()
    db.session.commit()
    assert told(cast, cast.street, later) == []
    assert told(cast, cast.street) == ["被上级督办 1 件，本期解除 1 件"]
