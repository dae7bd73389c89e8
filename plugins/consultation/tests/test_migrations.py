"""Migrations of rows that stand: votes of households lose their household."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from plugins.consultation.models import Item
from plugins.consultation.models.ballot import ABSTAINED, AGAINST
from portal import clock
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


@pytest.fixture
def history():
    return next(each for each in histories() if each.key == "consultation")


def _through(history, revision: str, between) -> None:
    """Down to `revision`, `between`, and up again."""
    db.session.commit()
    db.session.remove()
    downgrade(history, revision)
    between()
    db.session.commit()
    db.session.remove()
    upgrade_all()
    assert drift(history) == []


def test_votes_of_households_lose_their_household_and_count_the_same(cast, discussed, history):
    item = discussed(5)
    doors = [f"1号楼{number}" for number in range(5)]
    item.open_ballot(households=doors, until=clock.now() + timedelta(days=1), by=cast.clerk)
    plan, ident = item.options[1].id, item.id
    for ballot, choice in zip(item.ballots, (plan, AGAINST, plan, ABSTAINED), strict=False):
        ballot.cast(choice)

    def counted() -> None:
        found = db.session.scalars(text("SELECT choice FROM consultation_ballot WHERE choice IS NOT NULL")).all()
        assert sorted(found) == [ABSTAINED, AGAINST, plan, plan]

    _through(history, "consultation_0007", counted)
    with clock.pretend(clock.now() + timedelta(days=2)):
        again = db.session.get(Item, ident)
        again.count_ballot(text="", by=cast.clerk)
    assert [each.votes for each in again.options] == [0, 2]
    assert (again.against, again.abstained, again.voters, again.result) == (1, 1, 4, "failed")
