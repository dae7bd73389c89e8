"""快到期、超期: whoever has it in hand is told once for each date that the case has."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases.models import Case
from portal.cases.time_running import tell_of_time
from portal.extensions import db
from portal.notices.models import Message
from portal.plugin.hookspecs import Context
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def told_at(moment) -> list[tuple[str, str]]:
    with clock.pretend(moment):
        tell_of_time(Context(None, None, clock.now()), lambda *_: db.session.commit())
    late = select(Message).where(Message.kind.in_(("soon", "overdue"))).order_by(Message.id)
    return [(each.kind, each.needs) for each in db.session.scalars(late)]


def test_nearly_due_then_overdue_each_once(case):
    warn, due = case.warn_at, case.due_at
    assert told_at(warn - timedelta(minutes=1)) == []
    assert told_at(warn + timedelta(minutes=1)) == [("soon", "cases.handle")]
    assert told_at(warn + timedelta(minutes=5)) == [("soon", "cases.handle")]
    assert told_at(due + timedelta(minutes=1))[-1] == ("overdue", "cases.handle")
    assert len(told_at(due + timedelta(hours=2))) == 2


def test_in_nobodys_hands_whoever_takes_the_next_step(cast):
    waits = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    assert told_at(waits.due_at + timedelta(minutes=1)) == [("overdue", "cases.triage")]


def test_what_ran_out_long_ago_is_no_news(case):
    assert told_at(case.due_at + timedelta(days=9)) == []


def test_a_suspended_case_is_not_told(case, cast):
    case.suspend("等鉴定。", clock.today() + timedelta(days=60), by=cast.director)
    db.session.commit()
    assert told_at(clock.now() + timedelta(days=20)) == []
