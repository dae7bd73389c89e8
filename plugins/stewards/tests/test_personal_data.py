"""What a steward may ask to see, and to have deleted."""

import pytest

from plugins.stewards import data_rights
from plugins.stewards.models.neighbourhood import KEPT
from portal import clock
from portal.extensions import db
from portal.records import data_rights as kit
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def steward(cast, place):
    person = factories.resident(cast.taixing)
    place.enlist(name=person.name, area="5号楼", phone=person.phone, valid_from=clock.today(), by=cast.director)
    db.session.commit()
    return person


def test_a_steward_gets_what_is_kept(steward):
    (row,) = data_rights.held(steward)["红管家任职"]
    assert (row["负责范围"], row["电话"]) == ("5号楼", steward.phone)


def test_another_of_the_same_name_does_not(cast, steward):
    namesake = factories.resident(cast.taixing, name=steward.name)
    assert data_rights.held(namesake)["红管家任职"] == []
    (told,) = kit.erase(namesake)
    assert "不能确定是本人，没有删除" in told


def test_nothing_is_erased_while_a_steward_serves(place, steward):
    assert [each.what for each in data_rights.under_way(steward)] == ["在任的红管家"]
    (line,) = [each for each in place.stewards if each.name == steward.name]
    line.valid_until = clock.today()
    assert data_rights.under_way(steward) == []


def test_the_number_goes_and_the_office_held_stays(place, steward):
    assert any(KEPT in each for each in kit.erase(steward))
    (line,) = [each for each in place.stewards if each.name == steward.name]
    assert (line.contact.phone, line.contact.phone_hash, line.contact.name == line.name) == (None, None, False)
    assert data_rights.held(steward)["红管家任职"] == []
