"""分设: what was chosen lies in the new unit, what was not chosen stays."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.people import guesses
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
    with pytest.raises(RuleError, match="留同一个电话的一家人要一起") as refused:
        split(cast.grid1, numbers=[goes.id_number])
    assert refused.value.at == "numbers"


def test_how_many_do_not_live_there_is_said_and_not_who(split, cast):
    goes, elsewhere = factories.resident(cast.grid1), factories.resident(cast.nangan)
    with pytest.raises(RuleError, match="有 1 个身份证号不是直接登记在") as refused:
        split(cast.grid1, numbers=[goes.id_number, elsewhere.id_number])
    assert refused.value.at == "numbers"


def test_what_is_no_number_is_said_by_the_line(split, cast):
    with pytest.raises(RuleError, match="第 2 个不是身份证号") as refused:
        split(cast.grid1, numbers=[factories.resident(cast.nangan).id_number, "12"])
    assert refused.value.at == "numbers"


def test_nothing_is_asked_of_numbers_where_something_else_is_refused(split, cast):
    with pytest.raises(RuleError) as refused:
        split(cast.grid1, numbers=[factories.resident(cast.grid1).id_number], households=61)
    assert refused.value.at == "households"


@pytest.fixture
def divide(as_user, cast):
    """`divide(number, …)`: the administrator asks to split a grid by these residents; the page that answers."""
    db.session.commit()
    admin = as_user("administrator")
    form = admin.page(f"/units/{cast.grid1.id}/division")
    return lambda *numbers: admin.fill(form, name="泰兴社区第二网格", numbers="\n".join(numbers), reason="户数太多")


def test_numbers_cannot_be_tried_against_the_register(divide, cast, monkeypatch):
    monkeypatch.setattr(guesses, "NUMBERS", replace(guesses.NUMBERS, at_once=2))
    lives, *others = [factories.resident(unit).id_number for unit in (cast.grid1, *[cast.nangan] * 2)]
    db.session.commit()
    assert "有 2 个身份证号不是" in divide(lives, *others).text
    page = divide(lives)
    assert (page.status, "号码太多" in page.text) == (422, True)
    assert db.session.scalars(select(AuditEntry.actor_id).where(AuditEntry.action == "number_guesses")).all() == [
        cast.administrator.id
    ]


def test_that_others_have_the_same_telephone_is_a_guess_too(divide, cast, monkeypatch):
    monkeypatch.setattr(guesses, "NUMBERS", replace(guesses.NUMBERS, at_once=1))
    goes, _ = factories.resident(cast.grid1, phone=PHONE), factories.resident(cast.grid1, phone=PHONE)
    db.session.commit()
    assert "留同一个电话的一家人" in divide(goes.id_number).text
    assert "号码太多" in divide(goes.id_number).text


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
    assert "第 1 个不是身份证号" in page.text
    assert 'value="泰兴社区第二网格"' in page.response.get_data(as_text=True)
