"""研判 is told what is sponsored in a unit at the end of its days, what is due, and what was done in them; nothing names anybody."""

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
    return [text for label, text in lines if label == "包案"]


def test_what_is_in_hand_is_told_with_what_is_due_and_what_is_over(cast, sponsored, case):
    assert told(cast, cast.street) == ["在包 1 件，本期新包 1 件"]
    sponsored.due_on = clock.today() + timedelta(days=7)
    sponsored.grade = "grave"
    db.session.commit()
    assert told(cast, cast.taixing) == ["在包 1 件，其中重大 1 件，7 日内到期 1 件，本期新包 1 件"]
    assert told(cast, cast.taixing, sponsored.due_on) == ["在包 1 件，其中重大 1 件，超期 1 件"]


def test_a_draft_is_none_and_elsewhere_nothing_is_told(cast, draft):
    made = draft()
    assert told(cast, cast.street) == []
    made.approve(by=cast.director)
    db.session.commit()
    assert told(cast, cast.other_street) == []


def test_a_day_of_before_is_told_as_it_was(cast, struck):
    with clock.pretend(clock.now() + timedelta(days=3)):
        struck.struck_at, struck.relapsed_at = clock.now() - timedelta(days=2), clock.now()
        db.session.commit()
        assert told(cast, cast.street) == ["本期认定反弹 1 件"]
        assert told(cast, cast.street, clock.today() - timedelta(days=2)) == ["本期销号 1 件"]
    assert told(cast, cast.street) == ["在包 1 件，本期新包 1 件"]
