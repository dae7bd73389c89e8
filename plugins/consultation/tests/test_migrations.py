"""Migrations of rows that stand: stewards become contacts and come back; votes of households lose their household."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from plugins.consultation.models import Item, Steward
from plugins.consultation.models.ballot import ABSTAINED, AGAINST
from portal import clock
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.protection import keyring

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


def test_stewards_become_contacts_and_come_back(cast, forum, history):
    forum.enlist(name="李红", post="unit", area="4号楼", valid_from=clock.today(), by=cast.director)

    def told() -> None:
        sealed = db.session.scalars(text("SELECT phone FROM consultation_steward ORDER BY id")).all()
        assert keyring.decrypt(sealed[0], "consultation_steward.phone") == "13804770001"
        assert sealed[1] is None
        assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0

    _through(history, "consultation_0006", told)
    kept = db.session.query(Steward).order_by(Steward.id).all()
    assert [(each.contact.name, each.contact.phone) for each in kept] == [("王秀英", "13804770001"), ("李红", None)]
    assert all(each.contact.name_hash for each in kept)


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
