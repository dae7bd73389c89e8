"""A vote comes in while the votes are counted: either it is in the count, or it is refused. (On SQLite writers stand in a queue;
on PostgreSQL the rows must be locked.)"""

from datetime import timedelta

import pytest

from plugins.consultation.models import Ballot, Item
from plugins.consultation.models.ballot import AGAINST
from portal import clock
from portal.accounts.models import User
from portal.extensions import db

pytestmark = pytest.mark.database


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
