"""房屋: an address once, its owners, its tenants, and who lives there."""

from datetime import date, timedelta

import pytest

from plugins.population.models import Household, Premises, PremisesOwner
from plugins.population.register import addressed
from plugins.population.tests.conftest import PLACE, SINCE
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "other", [{"building": "3栋"}, {"building": "3", "entrance": "2", "room": "501室"}, {"estate": "万豪 花园"}]
)
def test_an_address_is_there_once_however_it_is_written(cast, home, other):
    with pytest.raises(RuleError, match="已经登记过") as broken:
        Premises.enter(unit=cast.nangan, by=cast.clerk, **PLACE | other)
    assert broken.value.at == "room"


def test_another_county_has_the_same_address(cast, home):
    assert Premises.enter(unit=cast.outside_community, by=None, **PLACE).id != home.id


def found(words, reader):
    """As the list asks each row, and as it looks up those further back."""
    meant = addressed(words, reader)
    in_order = db.session.scalars(db.select(Premises.id).where(meant.rows)).all()
    assert sorted(in_order) == sorted(db.session.scalars(meant.first))
    return in_order


@pytest.mark.parametrize("words", ["万豪花园3号楼", "豪花园3-2-501", "3号楼2单元501", "3栋501室", "万豪花园3号楼501"])
def test_it_is_found_by_part_of_its_address(cast, home, words):
    assert found(words, cast.clerk) == [home.id]


@pytest.mark.parametrize("words", ["501", "4号楼", "", "园3号楼2单元502"])
def test_what_is_another_address_does_not_find_it(cast, home, words):
    assert found(words, cast.clerk) == []


def test_corrected_it_is_found_anew(cast, home):
    home.correct(home.unit, **PLACE | {"room": "502"}, use="own", by=cast.clerk)
    assert found("3号楼501", cast.clerk) == []
    assert found("3号楼502", cast.clerk) == [home.id]


def test_shares_are_not_more_than_the_whole(cast, home):
    home.take_owner(SINCE, person=factories.resident(cast.taixing), share=60, by=cast.clerk)
    with pytest.raises(RuleError, match="超过 100%") as broken:
        home.take_owner(SINCE, organisation=factories.organisation(cast.taixing), share=50, by=cast.clerk)
    assert broken.value.at == "share"
    home.take_owner(SINCE, who=Contact(name="在外地的房主"), share=40, by=cast.clerk)
    assert len(home.owned_by) == 2


def test_an_owner_who_is_only_named_is_kept_as_such(as_user, home):
    clerk, at = as_user("clerk"), f"/population/premises/{home.id}"
    form = clerk.page(f"{at}/owners/new")
    refused = clerk.fill(form, kind="person", name="张外地", on="2026-01-05")
    assert refused.status == 422
    assert "请填写身份证号" in refused.text
    assert clerk.fill(form, kind="named", name="张外地", phone="13804770001", on="2026-01-05").status == 200
    assert db.session.scalars(db.select(PremisesOwner)).one().who.name == "张外地"


def test_a_tenant_rents_it_and_it_is_looked_at_again(cast, home):
    lease = home.let(factories.resident(cast.taixing), clock.today(), contract_until=date(2026, 4, 1), by=cast.clerk)
    assert (home.use, home.due_on) == ("rented", date(2026, 4, 1))
    home.renew(lease, date(2027, 4, 1), by=cast.clerk)
    assert home.due_on == clock.today() + timedelta(days=90)


def test_no_tenant_before_the_year_of_birth(cast, home):
    tenant = factories.resident(cast.taixing, id_number="150621198804120010")
    with pytest.raises(RuleError, match="出生的年份") as broken:
        home.let(tenant, date(1987, 12, 31), by=cast.clerk)
    assert broken.value.at == "on"


def test_a_contract_that_has_run_out_is_settled_before_a_check(as_user, cast, home):
    lease = home.let(factories.resident(cast.taixing), SINCE, contract_until=date(2026, 3, 1), by=cast.clerk)
    db.session.commit()
    assert home.title in as_user("grid").page("/").text
    with pytest.raises(RuleError, match="续租或者退租"):
        home.check(clock.today(), "人房一致。", by=cast.clerk)
    home.end_lease(lease, date(2026, 3, 1), by=cast.clerk)
    home.check(clock.today(), "人房一致。", by=cast.clerk)
    assert home.due_on == clock.today() + timedelta(days=90)


def test_it_is_not_closed_nor_used_otherwise_while_somebody_rents_it(cast, home):
    home.let(factories.resident(cast.taixing), SINCE, by=cast.clerk)
    with pytest.raises(RuleError, match="退租"):
        home.close("已拆除。", by=cast.clerk)
    with pytest.raises(RuleError, match="退租"):
        home.correct(home.unit, **PLACE, use="own", by=cast.clerk)


def test_a_household_lives_in_one_place(cast, household, home):
    household.settle(home, SINCE, by=cast.clerk)
    other = Premises.enter(unit=cast.nangan, by=cast.clerk, **PLACE | {"room": "601"})
    household.settle(other, clock.today(), by=cast.clerk)
    assert [each.valid_until for each in household.residences] == [clock.today(), None]
    assert household.residence.premises is other


def test_no_household_lives_in_another_county(cast, household):
    abroad = Premises.enter(unit=cast.outside_community, by=None, **PLACE)
    with pytest.raises(RuleError, match="别的旗县区") as broken:
        household.settle(abroad, clock.today(), by=cast.clerk)
    assert broken.value.at == "estate"


def test_its_page_tells_who_lives_there(as_user, cast, household, home):
    household.settle(home, SINCE, by=cast.clerk)
    db.session.commit()
    assert household.title in as_user("clerk").page(f"/population/premises/{home.id}").text


def test_it_is_found_from_the_header(as_user, cast, home):
    assert home.title in as_user("clerk").page("/search?q=3号楼501").text


def test_what_is_entered_goes_or_stays_whole(as_user, cast, household, home):
    clerk = as_user("clerk")
    people = db.session.scalar(db.select(db.func.count(Person.id)))
    page = clerk.fill(
        clerk.page(f"/population/premises/{home.id}/leases/new"),
        name="郝永胜",
        id_number="150621198804120010",
        on="2026-03-01",
        contract_until="2026-02-01",
    )
    assert page.status == 422
    assert "早于起租日期" in page.text
    assert db.session.scalar(db.select(db.func.count(Person.id))) == people
    assert db.session.scalar(db.select(Household.id)) == household.id


def test_an_address_that_was_closed_is_entered_anew(cast, home):
    home.close("登记有误。", by=cast.clerk)
    again = Premises.found_or_entered(cast.grid1, PLACE, by=cast.clerk)
    db.session.commit()
    assert (again is home, again.status) == (False, "here")


def test_it_is_not_closed_while_a_household_lives_there(cast, household, home):
    household.settle(home, SINCE, by=cast.clerk)
    with pytest.raises(RuleError, match="搬离"):
        home.close("登记有误。", by=cast.clerk)
    household.leave_home(clock.today(), by=cast.clerk)
    home.close("登记有误。", by=cast.clerk)
    assert home.status == "gone"


def test_the_first_that_are_found_are_those_the_reader_may_see(cast, home, monkeypatch):
    monkeypatch.setattr("plugins.population.register.MOST", 1)
    Premises.enter(unit=cast.nangan, by=None, **PLACE | {"room": "101"})
    db.session.commit()
    assert found("万豪花园", cast.grid) == [home.id]
