"""The terms by which a village finds its residents go and come back with those of the township."""

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.migrating import downgrade, histories, upgrade_all
from portal.people.models import PersonTerm
from portal.testing import factories

pytestmark = pytest.mark.database


def terms(scope: int) -> set[tuple[int, str]]:
    db.session.rollback()
    found = db.session.execute(select(PersonTerm.person_id, PersonTerm.term).where(PersonTerm.scope == scope))
    return {(person, term) for person, term in found}


def test_down_and_up_the_village_finds_whom_it_found(cast):
    for unit in (cast.taixing, cast.grid1, cast.nangan, cast.street):
        factories.resident(unit, name="王建国")
    db.session.commit()
    village, street = cast.taixing.id, cast.street.id
    before, of_street = terms(village), terms(street)
    core, *plugins = histories()
    db.session.remove()
    for history in reversed(plugins):
        downgrade(history)
    downgrade(core, "core_0057")
    assert (terms(village), terms(street)) == (set(), of_street)
    db.session.remove()
    upgrade_all()
    assert (terms(village), terms(street)) == (before, of_street)
    assert len({person for person, _ in before}) == 2
