"""Taken back for good, nobody's name is left."""

import pytest
from sqlalchemy import text

from plugins.population.tests.conftest import SINCE
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.records.people import Contact

pytestmark = pytest.mark.database


def test_owners_who_are_only_named_go_with_the_premises(cast, home):
    home.take_owner(SINCE, who=Contact(name="张外地"), by=cast.clerk)
    db.session.commit()
    db.session.remove()
    history = next(each for each in histories() if each.key == "population")
    downgrade(history)
    assert db.session.scalar(text("SELECT COUNT(*) FROM records_contact")) == 0
    db.session.remove()
    upgrade_all()
    assert drift(history) == []
