"""分设: what was chosen lies in the new unit, what was not chosen stays."""

import pytest
from sqlalchemy import select

from portal.errors import RuleError
from portal.extensions import db
from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.testing import factories

pytestmark = pytest.mark.database
PHONE = "13904770011"


@pytest.fixture
def building(cast):
    return OrgUnit.create(kind="building", name="三号楼", parent=cast.grid1)


@pytest.fixture
def split(made):
    """`split(unit, …)` with what is not given left out."""

    def do(unit, **given):
        told = {"name": "泰兴社区第二网格", "short_name": "", "below": [], "numbers": [], "households": None}
        return made("split", unit, **told | given)

    return do


def new_unit(name="泰兴社区第二网格") -> OrgUnit:
    return db.session.scalars(select(OrgUnit).where(OrgUnit.name == name)).one()


def test_a_building_goes_with_its_people_and_the_rest_stays(split, cast, building, follow, astray):
    goes, stays = factories.resident(building), factories.resident(cast.grid1)
    case = factories.case(building, by=cast.clerk)
    split(cast.grid1, below=[building.id])
    follow()
    grid = new_unit()
    assert (building.parent_id, building.subgrid_id) == (grid.id, building.id)
    assert (goes.grid_id, case.grid_id, stays.grid_id) == (grid.id, grid.id, cast.grid1.id)
    assert astray() == []


def test_residents_that_are_listed_go_with_their_family(split, cast, follow):
    goes, stays = factories.resident(cast.grid1, phone=PHONE), factories.resident(cast.grid1)
    family = Family.enter(unit=cast.grid1, name=goes.name, phone=PHONE, by=None)
    split(cast.grid1, numbers=[goes.id_number])
    follow()
    grid = new_unit()
    assert (goes.unit_id, family.unit_id, stays.unit_id) == (grid.id, grid.id, cast.grid1.id)


def test_a_family_is_not_torn_apart(split, cast):
    goes, _ = factories.resident(cast.grid1, phone=PHONE), factories.resident(cast.grid1, phone=PHONE)
    with pytest.raises(RuleError, match="还有 1 位") as refused:
        split(cast.grid1, numbers=[goes.id_number])
    assert refused.value.at == "numbers"


def test_who_does_not_live_there_is_said_by_the_line(split, cast):
    goes, elsewhere = factories.resident(cast.grid1), factories.resident(cast.nangan)
    with pytest.raises(RuleError, match="第 2、3 个不是") as refused:
        split(cast.grid1, numbers=[goes.id_number, elsewhere.id_number, "12"])
    assert refused.value.at == "numbers"


def test_a_split_of_nothing_is_none(split, cast):
    with pytest.raises(RuleError, match="请选择分出去的") as refused:
        split(cast.grid1)
    assert refused.value.at == "below"


def test_only_what_stands_below_goes(split, cast):
    with pytest.raises(RuleError, match="现在的下级单位") as refused:
        split(cast.grid1, below=[cast.nangan.id])
    assert refused.value.at == "below"


def test_no_more_households_go_than_there_are(split, cast, building):
    cast.grid1.households = 60
    with pytest.raises(RuleError, match="只有 60 户") as refused:
        split(cast.grid1, below=[building.id], households=61)
    assert refused.value.at == "households"


def test_a_community_is_split_by_its_grids(split, cast, follow):
    case = factories.case(cast.grid1, by=cast.clerk)
    split(cast.taixing, name="泰兴南社区", below=[cast.grid1.id])
    follow()
    community = new_unit("泰兴南社区")
    assert (case.community_id, case.unit_id) == (community.id, cast.grid1.id)


def test_it_is_done_on_the_page(as_user, cast, building):
    cast.grid1.households = 60
    resident = factories.resident(building)
    db.session.commit()
    admin = as_user("administrator")
    form = admin.page(f"/units/{cast.grid1.id}/division")
    page = admin.fill(form, name="泰兴社区第二网格", below=[str(building.id)], households="20", reason="户数太多")
    assert page.status == 200, page.text
    grid = new_unit()
    assert (grid.households, cast.grid1.households, resident.grid_id) == (20, 40, grid.id)


def test_what_is_wrong_on_the_page_stays_typed(as_user, cast):
    db.session.commit()
    admin = as_user("administrator")
    form = admin.page(f"/units/{cast.grid1.id}/division")
    page = admin.fill(form, name="泰兴社区第二网格", numbers="150621199001011234", reason="户数太多")
    assert page.status == 422
    assert "第 1 个不是" in page.text
    assert 'value="泰兴社区第二网格"' in page.response.get_data(as_text=True)
