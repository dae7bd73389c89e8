"""Two people correct one thing: the later one is told what the other changed, and takes nothing back without seeing it."""

import pytest

from portal.cases.models import Case
from portal.extensions import db
from portal.people.models import Organisation, Person
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk, title="楼上漏水", location="三单元")
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    return case


def again(row):
    return db.session.get(type(row), row.id, populate_existing=True)


def test_the_later_correction_of_a_case_keeps_what_the_earlier_one_wrote(as_user, case):
    clerk, director, at = as_user("clerk"), as_user("director"), f"/cases/{case.id}/correction"
    opened = clerk.page(at)
    director.fill(director.page(at), title="主任改的名", location="五单元", reason="核实过。")
    page = clerk.fill(opened, people_count="5", location="六单元", reason="人数。")
    assert page.status == 422
    assert "别人改过：事项名称、具体地点。" in page.text
    assert "别人刚才改为“五单元”，和您填的不同" in page.text
    fields = page.fields(page.form())
    assert (fields["title"], fields["location"], fields["people_count"]) == ("主任改的名", "六单元", "5")
    assert again(case).title == "主任改的名"
    assert clerk.fill(page).status == 200
    now = again(case)
    assert (now.title, now.location, now.people_count) == ("主任改的名", "六单元", 5)


def test_what_both_wrote_alike_and_what_nobody_changed_is_no_matter(as_user, case):
    clerk, director, at = as_user("clerk"), as_user("director"), f"/cases/{case.id}/correction"
    opened = clerk.page(at)
    director.fill(director.page(at), title="同一个名", reason="核实过。")
    assert clerk.fill(opened, title="同一个名", people_count="3", reason="人数。").status == 200
    assert (again(case).title, case.people_count) == ("同一个名", 3)


def test_a_resident_is_corrected_by_two(as_user, cast, case):
    person = case.parties[0].person
    clerk, director, at = as_user("clerk"), as_user("director"), f"/people/{person.id}/correction"
    opened = clerk.page(at)
    director.fill(director.page(at), name="方晓龙", workplace="供电所", reason="看了证件。")
    page = clerk.fill(opened, occupation="电工", reason="本人说的。")
    assert page.status == 422
    assert "别人改过：姓名、单位。" in page.text
    assert clerk.fill(page).status == 200
    now = db.session.get(Person, person.id, populate_existing=True)
    assert (now.name, now.workplace, now.occupation) == ("方晓龙", "供电所", "电工")


def test_an_organisation_is_corrected_by_two(as_user, cast):
    shop = Organisation(name="漏雨商行", unit_id=cast.taixing.id)
    shop.place(cast.taixing)
    db.session.add(shop)
    db.session.commit()
    clerk, director, at = as_user("clerk"), as_user("director"), f"/organisations/{shop.id}/correction"
    opened = clerk.page(at)
    director.fill(director.page(at), name="晴天商行", reason="执照。")
    assert clerk.fill(opened, address="一号院", reason="本人说的。").status == 422
    assert again(shop).name == "晴天商行"
