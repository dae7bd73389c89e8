"""A vote comes in while the votes are counted: either it is in the count, or it is refused. (On SQLite writers stand in a queue;
on PostgreSQL the rows must be locked.)"""

from datetime import timedelta

import pytest

from plugins.owners_vote.models import OwnersVote
from plugins.owners_vote.tests.conftest import cast_for
from portal import clock
from portal.accounts.models import User
from portal.extensions import db

pytestmark = pytest.mark.database


def _cast(vote_id: int, number: int):
    def act():
        vote = db.session.get(OwnersVote, vote_id)
        vote.cast_online(vote.voter_numbered(number), "for")
        return "cast"

    return act


def _enter(vote_id: int, number: int, user_id: int):
    def act():
        db.session.get(OwnersVote, vote_id).enter_ballot(number, "against", by=db.session.get(User, user_id))
        return "entered"

    return act


def _count(vote_id: int, user_id: int):
    """A moment after closing time, when whoever began before is not done yet."""

    def act():
        vote = db.session.get(OwnersVote, vote_id)
        with clock.pretend(vote.voting_until + timedelta(seconds=1)):
            vote.count(by=db.session.get(User, user_id))
            db.session.flush()
        return vote.events[-1].note

    return act


@pytest.fixture
def eleven(cast, polled):
    """Of twelve heads eleven have voted."""
    vote = polled()
    cast_for(vote, cast.clerk, "+++++++++++")
    return vote


def test_an_online_ballot_under_way_is_in_the_count(cast, eleven, while_open):
    one, two = while_open(_cast(eleven.id, 12), _count(eleven.id, cast.clerk.id))
    assert one == "cast"
    assert two.startswith("全体 12 人，参与 12 人，同意 12 人")


def test_one_that_comes_while_it_is_counted_is_refused(cast, eleven, while_open):
    vote_id = eleven.id
    one, two = while_open(_count(vote_id, cast.clerk.id), _cast(vote_id, 12))
    assert one.startswith("全体 12 人，参与 11 人")
    assert two is None
    db.session.expire_all()
    assert db.session.get(OwnersVote, vote_id).count_now.tally.taking.heads == 11


def test_nor_is_one_on_paper_entered_then(cast, eleven, while_open):
    vote_id, clerk = eleven.id, cast.clerk.id
    one, two = while_open(_count(vote_id, clerk), _enter(vote_id, 12, clerk))
    assert (one is not None, two) == (True, None)


def test_of_paper_and_online_in_the_same_moment_one_counts(cast, polled, while_open):
    vote_id, clerk = polled(3).id, cast.clerk.id
    assert while_open(_enter(vote_id, 1, clerk), _cast(vote_id, 1)) == ("entered", None)
    db.session.expire_all()
    assert db.session.get(OwnersVote, vote_id).count_now.tally.taking.heads == 1
