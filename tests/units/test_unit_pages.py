"""The page of a unit: what stands below, what it holds, who works there; and the forms of its changes."""

from collections import Counter

import pytest

from portal.audit.subjects import subject_names
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Record
from portal.testing import factories
from portal.units.held import figures_of, open_work
from portal.units.rows import scoped_models

pytestmark = pytest.mark.database


def test_who_administers_one_county_comes_to_its_page(as_user, cast):
    page = as_user("administrator").get("/units", follow_redirects=True)
    assert page.request.path == f"/units/{cast.county.id}"


def test_the_page_says_what_a_unit_holds(app, cast):
    before = held(cast.street)
    factories.case(cast.taixing, by=cast.clerk)
    cast.grid1.households = 80
    db.session.flush()
    after = held(cast.street)
    changed = {label: number for label, number in after.items() if number != before.get(label)}
    assert changed == {"住户": 80, "登记的居民": 2, "事项": 1}


def held(unit) -> dict[str, int]:
    return {each["label"]: each["value"] for each in figures_of(unit)} | {
        each.name: each.number for each in open_work(unit)
    }


def test_the_page_names_who_works_there_and_what_stands_below(as_user, cast):
    page = as_user("director").page(f"/units/{cast.street.id}")
    assert "受理员小王" in page.text
    assert "泰兴社区" in page.text


def test_what_is_not_done_leads_to_its_list_where_that_holds_the_same(as_user, cast):
    factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    director = as_user("director")
    assert "/cases?status=open" in director.page(f"/units/{cast.street.id}").links()
    assert "/cases?status=open" not in director.page(f"/units/{cast.taixing.id}").links()


def test_what_keeps_a_unit_from_being_closed_is_a_list(as_user, cast):
    page = as_user("administrator").page(f"/units/{cast.taixing.id}/closure")
    assert page.tree.xpath("//div[contains(@class, 'notice')]//li[contains(., '下面还有')]")


def test_a_director_reads_and_changes_nothing(as_user, cast):
    director = as_user("director")
    assert "更名" not in director.page(f"/units/{cast.street.id}").text
    assert director.get(f"/units/{cast.street.id}/name").status_code == 403


def test_who_audits_reads_which_units_there_are_and_no_business_of_theirs(as_user, cast):
    factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    page = as_user("auditor").page(f"/units/{cast.street.id}")
    assert "泰兴社区" in page.text
    assert "登记的居民" not in page.text
    assert "没有办结的" not in page.text


@pytest.mark.parametrize("who", ["director", "administrator"])
def test_nobody_sees_a_unit_of_another_district(as_user, cast, who):
    assert as_user(who).get(f"/units/{cast.outside_street.id}").status_code == 404


def test_a_grid_is_set_up_on_the_page_of_its_community(as_user, cast):
    admin = as_user("administrator")
    form = admin.page(f"/units/{cast.nangan.id}/new")
    page = admin.fill(form, kind="grid", name="南干社区第一网格", short_name="", households="80", reason="批复")
    assert page.status == 200, page.text
    assert db.session.query(OrgUnit).filter_by(name="南干社区第一网格").one().parent == cast.nangan


def test_where_the_short_name_is_the_name_it_follows_the_new_one(as_user, cast):
    admin = as_user("administrator")
    admin.fill(admin.page(f"/units/{cast.nangan.id}/name"), name="南干路社区", reason="批复")
    assert (cast.nangan.name, cast.nangan.short_name) == ("南干路社区", "南干路社区")


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(as_user, cast):
    admin = as_user("administrator")
    form = admin.page(f"/units/{cast.street.id}/new")
    page = admin.fill(form, kind="community", name="南干社区", households="-5", reason="批复", valid_from="2099-01-01")
    assert page.status == 422
    assert "填 0 到" in page.text
    assert "南干社区" in page.text
    page = admin.fill(form, kind="community", name="南干社区", reason="批复")
    assert page.status == 422
    assert "已经有“南干社区”" in page.text


def test_what_keeps_a_unit_open_is_said_before_it_is_closed(as_user, cast):
    page = as_user("administrator").page(f"/units/{cast.taixing.id}/closure")
    assert "下面还有 1 个单位：泰兴社区第一网格" in page.text


def test_the_form_of_closing_comes_when_nothing_is_in_the_way(as_user, cast):
    admin = as_user("administrator")
    assert "确定撤销" not in admin.page(f"/units/{cast.taixing.id}/closure").text
    empty = OrgUnit.create(kind="grid", name="空网格", parent=cast.nangan, grid_level=2)
    db.session.commit()
    page = admin.page(f"/units/{empty.id}/closure")
    assert "撤销以后不能再登记" in page.text
    page = admin.fill(page, reason="批复")
    assert ("已于" in page.text, "启用的功能模块" in page.text) == (True, False)


def test_a_grid_that_bears_the_name_of_its_community_is_asked_for_another(as_user, cast):
    admin, at = as_user("administrator"), f"/units/{cast.grid1.id}/parent"
    form = admin.page(at)
    assert "名称里有原来的上级“泰兴社区”" in form.text
    admin.fill(form, parent_id=str(cast.nangan.id), name="南干社区第五网格", short_name="", reason="批复")
    assert (cast.grid1.parent, cast.grid1.name) == (cast.nangan, "南干社区第五网格")
    assert "更名" in admin.page(f"/units/{cast.grid1.id}").text


def test_a_name_that_is_left_alone_stays(as_user, cast):
    admin, at = as_user("administrator"), f"/units/{cast.grid1.id}/parent"
    admin.fill(admin.page(at), parent_id=str(cast.nangan.id), reason="批复")
    assert cast.grid1.name == "泰兴社区第一网格"


def test_what_is_in_the_way_leads_to_where_it_is_cleared(as_user, cast):
    links = as_user("administrator").page(f"/units/{cast.street.id}/closure").links()
    wanted = {f"/units/{cast.taixing.id}", f"/accounts/{cast.clerk.id}", f"/units/{cast.street.id}/successor"}
    assert wanted <= set(links)


def test_whatever_lies_in_a_unit_has_a_name_of_its_own(app):
    """Two records that are called alike are one line of what is not done."""
    names = subject_names()
    lying = [each.__tablename__ for each in scoped_models() if not each.happened]
    assert [each for each in lying if each not in names] == []
    called = Counter(names[each.__tablename__] for each in scoped_models() if issubclass(each, Record))
    assert [name for name, number in called.items() if number > 1] == []


def test_a_merged_unit_says_so_and_offers_nothing(as_user, cast):
    admin = as_user("administrator")
    page = admin.fill(admin.page(f"/units/{cast.nangan.id}/successor"), into_id=str(cast.taixing.id), reason="批复")
    assert "已于" in page.text
    assert "并入泰兴社区" in page.text
    assert "/name" not in page.text


def test_who_closes_a_unit_and_sees_no_cases_is_told_who_near_it_does(as_user, cast):
    for unit in (cast.nangan, cast.grid1):
        factories.case(unit, by=cast.clerk)
    db.session.commit()
    admin = as_user("administrator")
    told = admin.page(f"/units/{cast.nangan.id}/closure").text
    assert "没有办结的事项（昭君街道的" in told
    assert cast.clerk.name in told
    assert f"（{cast.grid1}的{cast.grid.name}可以查看）" in admin.page(f"/units/{cast.grid1.id}/closure").text
