"""户: who belongs to one, who heads it, and what befalls it."""

from datetime import date, timedelta

import pytest

from plugins.population.models import Household, HouseholdMember
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.people.merging import merge
from portal.testing import factories

pytestmark = pytest.mark.database


def test_it_begins_with_its_head(household):
    assert [(each.relation, each.valid_until) for each in household.members] == [("head", None)]
    assert household.title == f"{household.head.person.name}一户"


def test_a_resident_belongs_to_one_household(cast, household):
    with pytest.raises(RuleError, match="已经在泰兴社区户"):
        Household.enter(unit=cast.taixing, head=household.head.person, by=cast.clerk)


def test_a_number_of_the_register_is_that_of_one_household(cast, household):
    with pytest.raises(RuleError, match="已有这个户号"):
        Household.enter(unit=cast.nangan, head=factories.resident(cast.nangan), code=household.code, by=cast.clerk)


def test_a_second_head_is_refused(joined):
    with pytest.raises(RuleError, match="已有户主"):
        joined("head")


def test_nobody_belongs_to_it_before_the_year_of_birth(cast, household):
    child = factories.resident(cast.taixing, id_number="150621202405010016")
    with pytest.raises(RuleError, match="早于这位居民出生的年份"):
        household.add(child, "son", date(2023, 12, 31), by=cast.clerk)
    assert household.add(child, "son", date(2024, 1, 1), by=cast.clerk).relation == "son"


def test_somebody_of_another_county_is_refused(cast, household):
    stranger = factories.resident(cast.outside_community)
    with pytest.raises(RuleError, match="别的旗县区"):
        household.add(stranger, "spouse", clock.today(), by=cast.clerk)


def test_the_head_goes_last_or_hands_over(cast, household, joined):
    spouse, head = joined(), household.head
    with pytest.raises(RuleError, match="先变更户主"):
        household.let_leave(head, clock.today(), by=cast.clerk)
    household.change_head(spouse, "spouse", by=cast.clerk)
    assert (spouse.relation, head.relation) == ("head", "spouse")
    household.let_leave(head, clock.today(), by=cast.clerk)
    assert household.present == [spouse]


def test_who_left_may_belong_to_another(cast, household, joined):
    son = joined("son")
    household.let_leave(son, clock.today(), by=cast.clerk)
    own = Household.enter(unit=cast.nangan, head=son.person, by=cast.clerk)
    assert own.head.person is son.person


def test_the_timeline_names_nobody(cast, household, joined):
    name = joined().person.name
    assert not any(name in each.note for each in household.events)


def test_closed_it_has_neither_members_nor_home(cast, household, home):
    household.settle(home, clock.today(), by=cast.clerk)
    household.close(clock.today(), "全户迁往外地。", by=cast.clerk)
    assert (household.present, household.residence, household.review_on) == ([], None, None)


def test_it_is_moved_to_no_other_county(cast, household):
    with pytest.raises(RuleError, match="不能改到别的旗县区"):
        household.correct(cast.outside_community, household.code, by=cast.clerk)


def test_another_office_sees_and_changes_nothing(as_user, cast, household):
    assert as_user("outsider").get(f"/population/households/{household.id}").status_code == 404
    with pytest.raises(NotAllowed):
        household.close(clock.today(), "。", by=cast.outsider)


def test_entries_of_one_resident_become_one_and_the_household_stays(cast, household):
    twin = factories.resident(cast.taixing, name=household.head.person.name)
    merge(twin, household.head.person, "同一人。", by=cast.director)
    assert db.session.get(Household, household.id).head.person_id == twin.id


def test_two_members_of_households_do_not_become_one(cast, household, joined):
    spouse = joined().person
    with pytest.raises(RuleError, match="各有一份"):
        merge(household.head.person, spouse, "同一人。", by=cast.director)


def test_a_day_that_has_not_come_is_refused(cast, household, joined):
    with pytest.raises(RuleError, match="还没有到"):
        household.let_leave(joined(), clock.today() + timedelta(days=1), by=cast.clerk)


def test_it_is_entered_on_its_page_with_its_home(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.fill(
        clerk.page("/population/households/new"),
        name="云桂兰",
        id_number="150621196503050013",
        unit_id=str(cast.unit_ids["taixing"]),
        estate="万豪花园",
        building="3",
        entrance="2",
        room="501",
        on="2026-01-05",
    )
    assert page.status == 200
    assert "万豪花园3号楼2单元501" in page.text
    assert db.session.scalar(db.select(HouseholdMember.relation)) == "head"


def test_a_household_of_nobody_is_refused_at_the_field(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/population/households/new"), unit_id=str(cast.unit_ids["taixing"]), room="501")
    assert page.status == 422
    assert "写了房号的，请填写小区或村组" in page.text
    assert db.session.scalar(db.select(Household.id)) is None
