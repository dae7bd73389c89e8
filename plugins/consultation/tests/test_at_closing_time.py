"""A vote comes in while the votes are counted: either it is in the count, or it is refused. (On SQLite writers stand in a queue;
on PostgreSQL the rows must be locked.)"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from plugins.consultation.models import Ballot, Item, OwnersVote
from plugins.consultation.models.ballot import AGAINST
from plugins.consultation.tests.conftest import cast_for
from portal import clock
from portal.accounts.models import User
from portal.database import begin_writing
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
A_MOMENT = 0.5  # seconds in which the second would have overtaken the first, if nothing held it


@pytest.fixture
def while_open(app):
    """`while_open(first, second)`: `second` begins while the transaction of `first` is open; answers of both, None for what was
    refused."""

    def tried(act, ready: Event, done: Event | None):
        with app.app_context():
            try:
                begin_writing()
                answer = act()
                ready.set()
                if done:
                    done.wait(A_MOMENT)
                db.session.commit()
            except RuleError:
                db.session.rollback()
                ready.set()
                return None
            return answer

    def run(first, second) -> tuple:
        db.session.commit()
        held, over = Event(), Event()
        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(tried, first, held, over)
            held.wait(10)
            two = pool.submit(tried, second, over, None)
            return one.result(), two.result()

    return run


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


@pytest.fixture
def balloted(cast, discussed):
    item = discussed(5)
    item.open_ballot(households=["101", "102", "201"], until=clock.now() + timedelta(days=1), by=cast.clerk)
    db.session.commit()
    return item


def test_a_household_votes_once_and_the_sum_is_exact(balloted, while_open):
    first, second, third = (each.id for each in balloted.ballots)
    ident = balloted.id

    def of(household: int):
        return lambda: db.session.get(Ballot, household).cast(AGAINST) or "cast"

    assert while_open(of(first), of(first)) == ("cast", None)
    assert while_open(of(second), of(third)) == ("cast", "cast")
    db.session.expire_all()
    assert sum(each.votes for each in db.session.get(Item, ident).tallies) == 3


def test_a_household_that_votes_while_it_is_counted_is_counted(cast, balloted, while_open):
    first, second, third = (each.id for each in balloted.ballots)
    ident, clerk = balloted.id, cast.clerk.id
    for each in (first, second):
        db.session.get(Ballot, each).cast(AGAINST)

    def late():
        return db.session.get(Ballot, third).cast(AGAINST) or "cast"

    def count():
        item = db.session.get(Item, ident)
        item.ballots  # noqa: B018  what the page has read before
        with clock.pretend(clock.now() + timedelta(days=2)):
            item.count_ballot(text="", by=db.session.get(User, clerk))
        return item.voters

    assert while_open(late, count) == ("cast", 3)
