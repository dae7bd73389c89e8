"""登记: a visitor's matter gets its number, its parties and its place, once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.cases.models import Case, CaseEvent, Party
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Organisation, Person
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database

TYPED = {"kind": "0201", "title": "楼上漏水", "description": "三楼漏水到二楼。", "applicants__0__name": "张三"}


def register(client, cast, **values):
    page = client.page("/cases/new")
    return client.fill(page, **{"unit_id": cast.unit_ids["taixing"], **TYPED, **values})


def only_case() -> Case:
    return db.session.scalars(select(Case)).unique().one()


def test_the_clerk_registers_and_stands_on_the_page_of_the_case(as_user, cast):
    page = register(as_user("clerk"), cast)
    case = only_case()
    assert page.url == f"/cases/{case.id}"
    assert "已登记：昭君街道〔2026〕00001号" in page.text
    assert case.number == "昭君街道〔2026〕00001号"
    assert (case.status, case.unit_id, case.registrar.username) == ("registered", cast.taixing.id, "clerk")
    assert [event.verb for event in case.events] == ["register"]
    assert "受理员小王" in page.text


def test_whoever_registers_a_second_one_is_told_that_the_place_is_that_of_the_first(as_user, cast):
    clerk = as_user("clerk")
    assert "先按上一件填好了" not in clerk.page("/cases/new").text
    register(clerk, cast)
    assert "先按上一件填好了，不是这里的请改。" in clerk.page("/cases/new").text


def test_both_sides_are_registered_with_their_numbers(as_user, cast):
    asker, asked = factories.book.person(), factories.book.person()
    firm = factories.book.organisation("达拉特旗")
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("add", "respondents"))
    page = client.fill(
        page,
        unit_id=cast.unit_ids["taixing"],
        kind="0402",
        title="物业纠纷",
        description="电梯停运。",
        applicants__0__name=asker.name,
        applicants__0__id_number=asker.id_number,
        applicants__0__phone=asker.phone,
        respondents__0__name=asked.name,
        respondents__0__id_number=asked.id_number,
        respondents__1__kind="organisation",
        respondents__1__name=firm.name,
        respondents__1__id_number=firm.uscc,
    )
    assert page.status == 200, page.text
    case = only_case()
    assert [(party.side, party.name) for party in case.parties] == [(1, asker.name), (2, asked.name), (2, firm.name)]
    person = case.parties[0].person
    assert (person.id_number, person.birth_date, person.gender) == (asker.id_number, asker.birth_date, asker.gender)
    assert case.parties[2].organisation.uscc == firm.uscc


def test_a_row_more_and_a_row_less_keep_what_was_typed(as_user, cast):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("add", "applicants"), **TYPED)
    values = page.fields(page.form())
    assert values["title"] == "楼上漏水"
    assert "applicants-1-name" in values
    page = client.fill(page, button=("remove", "applicants-1"), applicants__1__name="李四")
    assert "applicants-1-name" not in page.fields(page.form())
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_without_an_applicant_nothing_is_registered(as_user, cast):
    page = register(as_user("clerk"), cast, applicants__0__name="")
    assert page.status == 422
    assert "请至少填写一名申请人" in page.text
    assert page.fields(page.form())["title"] == "楼上漏水"


def test_each_street_counts_for_itself_and_every_year_anew(cast):
    def number(unit, by, moment):
        with clock.pretend(moment):
            return factories.case(unit, by=by).number

    late = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 in the office
    assert number(cast.taixing, cast.clerk, late) == "昭君街道〔2026〕00001号"
    assert number(cast.grid1, cast.grid, late) == "昭君街道〔2026〕00002号"
    assert number(cast.outside_community, cast.outsider, late) == "交通街道〔2026〕00001号"
    assert number(cast.taixing, cast.clerk, late.replace(hour=16)) == "昭君街道〔2027〕00001号"


def test_streets_of_the_same_name_in_two_districts_do_not_collide(cast):
    twin = OrgUnit.create(kind="township", name="昭君街道", parent=cast.dongsheng)
    cast.outsider.appointments[0].unit = twin
    assert factories.case(twin, by=cast.outsider).number == factories.case(cast.street, by=cast.clerk).number


def test_a_failed_try_leaves_no_gap_in_the_numbers(cast):
    factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    person = factories.resident(cast.taixing)
    db.session.commit()
    factories.case(cast.taixing, by=cast.clerk)  # number 2, taken in vain
    db.session.rollback()
    assert factories.case(cast.taixing, by=cast.clerk, parties=[(1, person)]).number == "昭君街道〔2026〕00002号"


def test_a_district_writes_numbers_its_own_way_from_a_day_on(cast):
    change("cases", cast.county, {"number_pattern": ["达旗综治{year}第{number}号"]}, by=None, reason="旗文件")
    assert factories.case(cast.taixing, by=cast.clerk).number == "达旗综治2026第1号"


def test_nobody_registers_outside_the_own_units(cast):
    person = factories.resident(cast.outside_community)
    with pytest.raises(NotAllowed):
        factories.case(cast.outside_community, by=cast.clerk, parties=[(1, person)])
    with pytest.raises(NotAllowed):
        factories.case(cast.nangan, by=cast.grid, parties=[(1, person)])


def test_one_person_cannot_ask_and_be_asked(cast):
    person = factories.resident(cast.taixing)
    with pytest.raises(RuleError, match="双方当事人"):
        factories.case(cast.taixing, by=cast.clerk, parties=[(1, person), (2, person)])


def test_what_the_form_refuses_leaves_no_half_resident_behind(as_user, cast):
    known = factories.resident(cast.taixing, name="王五")
    db.session.commit()
    page = register(as_user("clerk"), cast, respondents__0__name="王六", respondents__0__id_number=known.id_number)
    assert page.status == 422
    assert "姓名或名称不同" in page.text
    assert db.session.scalars(select(Person.name)).all() == ["王五"]
    assert db.session.scalar(select(func.count()).select_from(Party)) == 0


def test_the_plugins_are_told_within_the_same_transaction(cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    event = db.session.scalars(select(CaseEvent)).one()
    assert (event.case_id, event.from_status, event.to_status) == (case.id, "", "registered")


def test_an_organisation_is_found_again_by_its_name(as_user, cast):
    client = as_user("clerk")
    firm = {"respondents__0__kind": "organisation", "respondents__0__name": "达拉特旗恒泰物业"}
    register(client, cast, **firm)
    page = register(client, cast, description="二楼也漏水。", **firm)
    assert page.status == 422, "another firm may bear the name, so it is asked"
    rows = ("applicants-0-known-who", "respondents-0-known-who")
    page = client.fill(page, **{each: page.tree.xpath(f"//input[@name='{each}']/@value")[0] for each in rows})
    assert page.status == 200
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_a_note_beside_a_telephone_number_is_told_not_to_be_kept(as_user, cast):
    page = register(as_user("clerk"), cast, applicants__0__phone="13800001234（儿子）")
    assert only_case().parties[0].person.phone == "13800001234"
    assert "“联系电话”只保存号码，没有保存：儿子。" in page.text


def test_whoever_is_known_by_a_telephone_only_is_shown_in_full_on_request(as_user, cast):
    given = {"applicants__0__phone": "13800001234", "applicants__0__id_type": "none"}
    page = register(as_user("clerk"), cast, applicants__0__id_number="护照遗失", **given)
    person = only_case().parties[0].person
    assert "138****1234" in page.text
    assert "无证件（护照遗失）" in page.text
    assert f"/people/{person.id}/full" in page.links()
