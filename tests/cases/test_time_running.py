"""快到期、超期: whoever has it in hand is told once for each date that the case has."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.cases.models import Case
from portal.cases.time_running import tell_of_time
from portal.extensions import db
from portal.notices.models import Message
from portal.plugin.hookspecs import Context
from portal.testing import factories
from portal.testing.statements import statements

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


def test_what_lies_in_the_city_itself_is_told(cast):
    db.session.add(Appointment(user=cast.clerk, unit=cast.city, role="clerk"))
    db.session.flush()
    waits = factories.case(cast.city, by=cast.clerk)
    db.session.commit()
    assert waits.county_id is None
    assert told_at(waits.due_at + timedelta(minutes=1)) == [("overdue", "cases.triage")]


def test_of_what_was_told_nothing_is_asked_again(case, cast):
    told_at(case.due_at + timedelta(minutes=1))
    with clock.pretend(case.due_at + timedelta(minutes=2)):
        factories.case(cast.taixing, by=cast.clerk, title="另一件")
        db.session.commit()
    with statements() as sent:
        told_at(case.due_at + timedelta(hours=1))
    assert not [each for each in sent if "notices_message.once =" in each]


def test_whoever_gets_it_in_hand_later_is_told_too(case, cast):
    late = case.due_at + timedelta(minutes=1)
    assert told_at(late) == [("overdue", "cases.handle")]
    with clock.pretend(late + timedelta(minutes=1)):
        case.assign(cast.street, by=cast.clerk)
        db.session.commit()
    assert told_at(late + timedelta(minutes=2)) == [("overdue", "cases.handle")] * 2
