"""Lists of households, premises and kinds are searched by whom the words may mean: wherever the row lies in the list, and by nobody else's terms."""

import re
from datetime import timedelta

import pytest

from plugins.population.models import Household, KindHeld, Premises
from plugins.population.tests.conftest import NOW, PLACE, SINCE
from portal import clock
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
FAR_BACK = 3


@pytest.fixture(params=["within reach", "far back"])
def known(request, monkeypatch, cast):
    """敖登高娃 heads a household at 万豪花园 and is registered as a resident of the neighbourhood; others came after her, so that a piece of the list
    may end before she is met."""
    if request.param == "far back":
        monkeypatch.setattr("portal.records.window.MOST_READ", FAR_BACK - 1)
    first = None
    for each in range(1 + FAR_BACK):
        with clock.pretend(NOW + timedelta(minutes=each)):
            who = factories.resident(cast.taixing, name="敖登高娃" if not each else f"王建国{each}")
            first = first or who
            home = Premises.enter(unit=cast.grid1, by=None, **PLACE | {"room": f"{each}01"})
            Household.enter(unit=cast.taixing, head=who, code=f"H{each}", on=SINCE, premises=home, by=None)
            KindHeld.register(who, kind="registered", on=SINCE, source="走访", by=None)
    db.session.commit()
    return first


@pytest.fixture
def found(as_user):
    """`found("households", words)`: the numbers of the rows that the list shows a clerk."""

    def rows(name: str, words: str) -> list[int]:
        html = as_user("clerk").get(f"/population/{name}?q={words}").get_data(as_text=True)
        return [int(each) for each in re.findall(rf'<a href="/population/{name}/(\d+)"', html.partition("<tbody")[2])]

    return rows


@pytest.mark.parametrize("words", ["敖登高娃", "高娃", "adgw", "gaowa", "H0", "万豪花园3号楼2单元001"])
def test_a_household_is_found_by_its_members_its_number_and_its_address(known, found, words):
    assert found("households", words) == [Household.of(known).id]


def test_premises_are_found_by_their_address(known, found):
    assert found("premises", "豪花园3-2-001") == [Household.of(known).residence.premises_id]


@pytest.mark.parametrize("words", ["敖登高娃", "adgw"])
def test_a_kind_is_found_by_who_it_is(known, found, words):
    assert found("kinds", words) == [db.session.scalar(db.select(KindHeld.id).where(KindHeld.person_id == known.id))]


@pytest.mark.parametrize("name", ["households", "premises", "kinds"])
def test_nobody_is_found_by_anothers_name(known, found, name):
    assert found(name, "敖登高勒") == []
