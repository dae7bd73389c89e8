"""What a resident is told of the own entries, and what is left after an erasure."""

import pytest

from plugins.population.models import Household, HouseholdMember, KindHeld
from plugins.population.tests.conftest import SINCE
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def known(cast, household, home):
    """The head lives there, rents it, owns part of it, and is of a kind."""
    person = household.head.person
    household.settle(home, SINCE, by=cast.clerk)
    home.take_owner(SINCE, person=person, share=50, by=cast.clerk)
    home.let(person, SINCE, by=cast.clerk)
    household.decide_grade("1", "独居", "一个人住。", clock.today(), by=cast.director)
    KindHeld.register(person, kind="floating", on=SINCE, source="本人申报", by=cast.clerk)
    db.session.commit()
    return person


def test_everything_is_told(cast, known):
    told = data_rights.export(known, by=cast.director)["内容"]
    assert {"户", "房主", "承租", "人员类别"} <= told.keys()
    assert told["户"][0]["住处"] == "万豪花园3号楼2单元501"


def test_after_an_erasure_nothing_leads_to_the_resident(cast, household, home, known):
    said = "".join(data_rights.erase(known, "本人申请。", by=cast.director))
    assert "户成员登记 1 条已删除" in said
    assert db.session.scalar(db.select(HouseholdMember.id)) is None
    assert db.session.scalar(db.select(KindHeld.id)) is None
    assert (home.owners[0].name, home.leases[0].person) == ("已删除", None)
    assert (household.status, household.grade) == ("closed", "1")
    assert (household.gradings[0].cause, household.gradings[0].reason) == ("", "")


def test_others_of_the_household_stay(cast, household, joined):
    spouse = joined()
    data_rights.erase(household.head.person, "本人申请。", by=cast.director)
    assert (household.present, household.status) == ([spouse], "here")


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_administers_or_audits_sees_none_of_it(as_user, household, role):
    assert as_user(role).get("/population/households").status_code in (403, 404)


def test_what_is_closed_is_not_due_after_its_former_tenant_is_erased(cast, home):
    tenant = factories.resident(cast.taixing)
    home.end_lease(home.let(tenant, SINCE, by=cast.clerk), clock.today(), by=cast.clerk)
    home.close("已拆除。", by=cast.clerk)
    db.session.commit()
    data_rights.erase(tenant, "本人申请。", by=cast.director)
    assert home.due_on is None


def test_a_restricted_resident_is_named_by_the_family_name_and_stays_as_registered(as_user, cast, household, joined):
    spouse = joined()
    spouse.person.restricted_at, name = clock.now(), spouse.person.name
    home, member_id = f"/population/households/{household.id}", spouse.id
    db.session.commit()
    client = as_user("clerk")
    assert name not in client.page(home).text
    page = client.fill(client.page(f"{home}/head"), member=member_id, was="spouse")
    assert (page.status, "限制处理" in page.text, name in page.text) == (422, True, False)
    with pytest.raises(RuleError, match="限制处理"):
        household.let_leave(db.session.get(HouseholdMember, member_id), clock.today(), by=cast.clerk)
    with pytest.raises(RuleError, match="限制处理"):
        household.close(clock.today(), "搬走了。", by=cast.clerk)


def test_neither_a_restricted_head_nor_a_restricted_owner_is_changed(cast, household, home, joined, known):
    known.restricted_at = clock.now()
    with pytest.raises(RuleError, match="限制处理"):
        household.change_head(joined(), "spouse", by=cast.clerk)
    with pytest.raises(RuleError, match="限制处理"):
        home.end_owner(home.owners[0], clock.today(), by=cast.clerk)
    assert known.name not in (home.owners[0].name, home.leases[0].name, household.title)


def test_whoever_enters_a_neighbour_of_another_place_learns_no_household(cast, household, joined):
    person = joined().person
    elsewhere = Household.enter(unit=cast.nangan, head=factories.resident(cast.nangan), on=SINCE, by=cast.clerk)
    with pytest.raises(RuleError, match="已经在别的户里") as refused:
        elsewhere.add(person, "other", SINCE, by=cast.clerk)
    assert household.number not in str(refused.value)
