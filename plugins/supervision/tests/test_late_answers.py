"""Whoever did not answer in time is counted, whatever limit comes after it."""

from datetime import timedelta

import pytest

from plugins.supervision.figures import FIGURES, LATE
from plugins.supervision.models import Supervision
from plugins.supervision.tests.conftest import AGAIN
from portal import clock
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database
AFTER = timedelta(hours=1)


@pytest.fixture
def counted(cast):
    """How many the county sees as not answered in time."""

    def count() -> int:
        table = FIGURES.table(FIGURES.figure("target"), cast.district)
        return table.sums[table.figure.measures.index(LATE)]

    return count


def test_a_late_answer_that_is_sent_back_stays_late(cast, counted, supervise):
    made = supervise()
    with clock.pretend(made.due_at + AFTER):
        made.answer("已办。", by=cast.department)
        made.send_back("没有写明措施。", by=cast.district)
        assert counted() == 1


def test_a_late_answer_that_is_not_lifted_stays_late(cast, counted, supervise):
    made = supervise()
    with clock.pretend(made.due_at + AFTER):
        made.answer("已办。", by=cast.department)
        made.propose("办理到位。", "yes", by=cast.district)
        made.hold_on("再回访一次。", by=cast.district)
        assert counted() == 1


def test_what_is_raised_unanswered_stays_late(cast, counted, supervise):
    made = supervise()
    with clock.pretend(made.due_at + AFTER):
        made.raise_to("talk", by=cast.district, **AGAIN)
        assert counted() == 1


def test_what_ends_unanswered_stays_late(cast, case, counted, supervise):
    made = supervise()
    with clock.pretend(made.due_at + AFTER):
        case.withdraw(case.side(1), "visit", "双方和好了。", by=cast.clerk)
    assert (made.status, counted()) == ("ended", 1)


def test_what_nobody_answers_is_late_from_its_limit_on(counted, supervise):
    made = supervise()
    assert counted() == 0
    with clock.pretend(made.due_at + AFTER):
        assert counted() == 1


def test_what_was_answered_in_time_is_not_late_however_long_it_is_reviewed(cast, counted, supervise):
    made = supervise()
    made.answer("已办。", by=cast.department)
    with clock.pretend(made.due_at + AFTER):
        made.raise_to("talk", by=cast.district, **AGAIN)
        assert counted() == 0


def _sent_back(made, cast):
    with clock.pretend(made.due_at + AFTER):
        made.answer("已办。", by=cast.department)
        made.send_back("没有写明措施。", by=cast.district)


def _raised_unanswered(made, cast):
    with clock.pretend(made.due_at + AFTER):
        made.raise_to("talk", by=cast.district, **AGAIN)


def _given_more_time(made, cast):
    before = made.due_at
    made.ask_for_time(before + timedelta(days=3), "等待鉴定。", by=cast.department)
    made.grant(by=cast.district)
    with clock.pretend(before + AFTER):
        made.answer("已办。", by=cast.department)
        made.send_back("没有写明措施。", by=cast.district)


def _reviewed_long_afterwards(made, cast):
    made.answer("已办。", by=cast.department)
    with clock.pretend(made.due_at + AFTER):
        made.raise_to("talk", by=cast.district, **AGAIN)


STORIES = {_sent_back: True, _raised_unanswered: True, _given_more_time: False, _reviewed_long_afterwards: False}


@pytest.mark.parametrize(("story", "late"), STORIES.items())
def test_who_was_late_before_the_column_was_there_is_read_off_the_timeline(story, late, cast, supervise):
    made = supervise()
    story(made, cast)
    ident = made.id
    db.session.commit()
    db.session.remove()
    history = next(each for each in histories() if each.key == "supervision")
    downgrade(history, "supervision_0001")
    upgrade_all()
    assert drift(history) == []
    assert db.session.get_one(Supervision, ident).late is late
