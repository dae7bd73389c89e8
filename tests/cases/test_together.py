"""主办、协办: several units get a case in one form, each with its date; the lead answers for the whole."""

from datetime import date, timedelta

import pytest

from portal import clock
from portal.accounts.models import Appointment
from portal.cases.choices import ASSIST
from portal.cases.models import Case
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="hard", by=cast.clerk)
    db.session.commit()
    return case


@pytest.fixture
def together(cast, case) -> Case:
    """Led by the bureau, which the street assists."""
    case.assign(cast.labour_bureau, by=cast.clerk, beside=[{"unit": cast.street, "role": ASSIST}])
    db.session.commit()
    return case


def test_one_form_hands_it_to_several_each_with_its_date(as_user, cast, case):
    client, case_id, soon = as_user("clerk"), case.id, clock.today() + timedelta(days=2)
    page = client.fill(
        client.page(f"/cases/{case_id}/assignments/new"),
        assists__0__unit_id=str(cast.unit_ids["street"]),
        assists__0__due_on=f"{soon}",
        unit_id=str(cast.unit_ids["labour_bureau"]),
    )
    assert page.status == 200
    assert "协办" in page.text
    lead, assist = db.session.get(Case, case_id).assignments
    assert (lead.role, lead.due_at) == ("lead", None)
    assert (assist.role, clock.local(assist.due_at).date()) == ("assist", soon)


def test_a_date_that_is_past_or_after_that_of_the_case_and_a_unit_twice_are_said_at_their_field(as_user, cast, case):
    client, url, case_id = as_user("clerk"), f"/cases/{case.id}/assignments/new", case.id
    bureau, last = str(cast.unit_ids["labour_bureau"]), clock.local(case.due_at).date()
    past, late = clock.today() - timedelta(days=1), last + timedelta(days=1)
    asked = client.fill(client.page(url), unit_id=bureau, due_on=f"{past}", note="请上门核实。")
    assert (asked.status, "期限已经过了" in asked.text) == (422, True)
    assert asked.fields(asked.form())["note"] == "请上门核实。"
    assert f"不能晚于这件事的办理时限 {last}" in client.fill(client.page(url), unit_id=bureau, due_on=f"{late}").text
    twice = client.fill(client.page(url), unit_id=bureau, assists__0__unit_id=bureau)
    assert (twice.status, "一个单位只写一行" in twice.text) == (422, True)
    assert db.session.get(Case, case_id).assignments == []


def test_who_assists_alone_needs_somebody_in_the_lead(as_user, cast, case):
    with pytest.raises(RuleError, match="先选定主办单位"):
        case.assign(cast.street, by=cast.clerk, role=ASSIST)
    db.session.rollback()
    client, url, street = as_user("clerk"), f"/cases/{case.id}/assignments/new", str(cast.unit_ids["street"])
    assert client.fill(client.page(url), assists__0__unit_id=street).status == 422
    db.session.get(Case, case.id).assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    assert client.fill(client.page(url), assists__0__unit_id=street, as_well="y").status == 200
    assert [each.role for each in db.session.get(Case, case.id).assignments] == ["lead", "assist"]


def test_the_lead_answers_after_those_who_assist_it(cast, together):
    lead, assist = together.assignments
    lead.acknowledge(by=cast.department)
    with pytest.raises(WrongState, match="昭君街道还没有反馈"):
        lead.report("已办结。", by=cast.department)
    assist.acknowledge(by=cast.clerk)
    assist.report("已上门。", by=cast.clerk)
    assert together.status == "in_progress"
    lead.report("已办结。", by=cast.department)
    assert together.status == "reported"


def test_the_page_says_for_whom_the_lead_waits_and_its_desk_has_nothing_to_press(as_user, cast, together):
    lead, assist = together.assignments
    client, at = as_user("department"), f"/cases/{together.id}"
    lead.acknowledge(by=cast.department)
    db.session.commit()
    page = client.page(at).text
    assert "等一起办的昭君街道反馈以后，达拉特旗人力资源和社会保障局再反馈汇总" in page
    desk = client.page("/").text
    assert ("等协办单位反馈 1" in desk, "交给我们办理" in desk) == (True, False)
    assist.acknowledge(by=cast.clerk)
    assist.report("已上门。", by=cast.clerk)
    db.session.commit()
    assert "等一起办的" not in client.page(at).text
    desk = client.page("/").text
    assert ("等协办单位反馈" in desk, "交给我们办理 1" in desk) == (False, True)


def test_who_works_in_both_units_finds_what_the_one_assists_among_what_is_to_be_done(as_user, cast, together):
    user = cast.department
    user.appointments.append(Appointment(unit=cast.street, role="department", valid_from=date(2020, 1, 1)))
    together.assignments[0].acknowledge(by=cast.department)
    db.session.commit()
    desk = as_user("department").page("/").text
    assert ("等协办单位反馈 1" in desk, "交给我们办理 1" in desk) == (True, True)


def test_without_a_lead_it_waits_to_be_handed_on_whoever_assists(cast, together):
    lead, assist = together.assignments
    lead.return_("不归我局管辖。", by=cast.department)
    assert together.status == "triaged"
    assist.acknowledge(by=cast.clerk)
    assert together.status == "triaged"
    together.assign(cast.labour_bureau, by=cast.director)
    assert together.status == "assigned"


def test_a_closed_unit_is_neither_offered_nor_taken(as_user, cast, case):
    client, url = as_user("clerk"), f"/cases/{case.id}/assignments/new"
    before = client.page(url)
    cast.nangan.closed_on = clock.today()
    db.session.commit()
    asked = client.fill(before, unit_id=str(cast.unit_ids["nangan"]))
    assert asked.status == 422
    with pytest.raises(RuleError, match="撤销"):
        db.session.get(Case, case.id).assign(cast.nangan, by=cast.clerk)
