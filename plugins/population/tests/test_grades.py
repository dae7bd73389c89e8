"""户的类别: decided with a reason, looked at again in time, seen by who may."""

from datetime import date, timedelta

import pytest

from plugins.population.figures import GRADE_FIGURES
from plugins.population.models import Household
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.records.import_work import signed_in
from portal.settings import change

pytestmark = pytest.mark.database
TODAY = date(2026, 3, 9)


def decide(household, cast, by="director", **given):
    fields = {"grade": "1", "cause": "独居", "reason": "子女在外地。", "on": TODAY} | given
    household.decide_grade(**fields, by=cast[by])
    db.session.commit()


def test_it_is_reviewed_after_the_days_of_the_district(cast, household):
    change("population", cast.county, {"review_days": ["30"]}, by=None, reason="测试", valid_from=TODAY)
    decide(household, cast)
    assert household.review_on == TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": " "}, "写明情况"),
        ({"grade": "9"}, "选择类别"),
        ({"cause": "好看"}, "选择理由"),
        ({"on": TODAY + timedelta(days=1)}, "还没有到"),
        ({"review_on": TODAY}, "今天以后"),
    ],
)
def test_what_is_lacking_is_said_at_its_field(cast, household, given, said):
    with pytest.raises(RuleError, match=said) as broken:
        decide(household, cast, **given)
    assert broken.value.at == next(iter(given))


def test_each_decision_stays(cast, household):
    decide(household, cast, on=TODAY - timedelta(days=40))
    decide(household, cast, grade="3", cause="自愿")
    assert sorted(each.grade for each in household.gradings) == ["1", "3"]
    assert household.grade == "3"


def test_only_who_may_decides(cast, household):
    with pytest.raises(NotAllowed):
        decide(household, cast, by="grid")


def test_who_may_not_see_grades_meets_none(as_user, cast, household):
    decide(household, cast)
    district = as_user("district")
    page = district.page(f"/population/households/{household.id}")
    assert "重点户" not in page.text
    assert "独居" not in page.text
    assert district.get("/population/grades").status_code == 403
    assert "重点户" in as_user("clerk").page(f"/population/households/{household.id}").text


def test_a_review_that_is_due_stands_on_the_desk(as_user, cast, household):
    decide(household, cast, review_on=TODAY + timedelta(days=1))
    assert household.number not in as_user("director").page("/").text
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert household.number in as_user("director").page("/").text


def test_the_district_names_them(as_user, cast, household):
    change("population", cast.county, {"grade1_name": ["关心户"]}, by=None, reason="测试", valid_from=TODAY)
    decide(household, cast)
    assert "关心户" in as_user("clerk").page("/population/grades?grade=1").text


def test_figures_are_those_of_a_recount(cast, household):
    decide(household, cast)
    with signed_in(cast.director.id):
        tables = GRADE_FIGURES.tables(cast.director)
    counted = {line.label: line.numbers for line in tables[1].lines}
    here = db.session.scalars(db.select(Household).where(Household.status == "here")).all()
    first = sum(each.grade == "1" for each in here)
    assert counted["泰兴社区"] == (len(here), first, 0, 0, len(here) - first)


def test_who_sees_grades_does_not_therefore_take_them_away(as_user, household):
    assert as_user("grid").get("/population/grades").status_code == 200
    assert as_user("grid").get("/population/grades.xlsx").status_code == 403
