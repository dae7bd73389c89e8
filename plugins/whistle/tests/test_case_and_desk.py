"""What befalls a case befalls its whistle; what waits stands on the desk of whoever has to do it; who sees it."""

from datetime import timedelta

import pytest

from plugins.whistle.tests.conftest import arrival
from portal import clock
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def withdraw(case, by) -> None:
    case.withdraw(case.side(1), "visit", "双方和好了。", by=by)


def test_a_case_that_is_withdrawn_ends_its_whistle(cast, case, out):
    withdraw(case, cast.clerk)
    assert out.status == "ended"
    assert out.calls[0].assignment.status == "ended"


def test_a_case_that_is_merged_ends_its_whistle(cast, case, blow):
    whistle, other = blow(), factories.case(cast.taixing, by=cast.clerk)
    case.merge_into(other, "同一件事。", by=cast.clerk)
    assert whistle.status == "ended"


def test_a_case_that_is_reopened_may_be_whistled_for_anew(cast, case, out, blow):
    withdraw(case, cast.clerk)
    case.reopen("又起争执。", by=cast.director)
    assert blow(by=cast.director).status == "blown"


def test_a_whistle_that_is_withdrawn_takes_back_what_the_departments_have(cast, case, out):
    out.withdraw("已经解决。", by=cast.clerk)
    assert out.calls[0].assignment.status == "recalled"
    assert [str(each.unit) for each in case.in_hand] == ["昭君街道"]


def test_it_waits_for_the_director_then_for_the_department_then_for_the_street(as_user, cast, blow):
    whistle = blow()
    db.session.commit()
    assert "吹哨待审核 1" in as_user("director").page("/").text
    whistle.approve(by=cast.director)
    db.session.commit()
    assert "吹哨待报到 1" in as_user("department").page("/").text
    whistle.calls[0].arrive(**arrival(), by=cast.department)
    db.session.commit()
    assert "报到待确认 1" in as_user("clerk").page("/").text


def test_who_has_not_come_in_time_stands_on_the_desk_of_the_street(as_user, cast, out):
    with clock.pretend(out.come_by + timedelta(hours=1)):
        assert "到时间没有报到 1" in as_user("clerk").page("/").text


def test_the_list_asks_nobody_to_come_once_all_have(as_user, cast, out):
    with clock.pretend(out.come_by + timedelta(days=2)):
        assert "超期 2 天" in as_user("clerk").page("/whistle/whistles").text
    for each in out.calls:
        each.arrive(**arrival(), by=cast.department)
    db.session.commit()
    with clock.pretend(out.come_by + timedelta(days=2)):
        assert "超期 2 天" not in as_user("clerk").page("/whistle/whistles").text


def test_what_all_have_answered_waits_to_be_closed(as_user, cast, out):
    call = out.calls[0]
    call.assignment.acknowledge(by=cast.department)
    call.assignment.report("已责令支付。", by=cast.department)
    db.session.commit()
    assert "吹哨待办结 1" in as_user("clerk").page("/").text


def test_a_department_sees_it_once_it_is_called(as_user, cast, blow):
    whistle = blow()
    url = f"/whistle/whistles/{whistle.id}"
    assert as_user("department").get(url).status_code == 404
    whistle.approve(by=cast.director)
    db.session.commit()
    assert "工地拖欠工资" in as_user("department").page(url).text


def test_another_street_and_another_district_do_not_see_it(as_user, out):
    assert as_user("outsider").get(f"/whistle/whistles/{out.id}").status_code == 404


def test_a_clerk_blows_it_from_the_page_of_the_case(as_user, cast, case):
    clerk = as_user("clerk")
    assert f"/whistle/cases/{case.id}/new" in clerk.page(f"/cases/{case.id}").links()
    page = clerk.page(f"/whistle/cases/{case.id}/new")
    typed = {"kind": "demand", "need": "请到现场核实。", "place_of_meeting": "工地门口"}
    line = {"calls-0-unit_id": cast.labour_bureau.id, "calls-0-duty": "核实工资。"}
    assert "待审核" in clerk.fill(page, **typed, **line).text


def test_where_departments_are_many_each_is_found_by_some_letters(as_user, cast, case, monkeypatch):
    monkeypatch.setattr("portal.org.chooser.FEW", 1)
    clerk = as_user("clerk")
    page = clerk.page(f"/whistle/cases/{case.id}/new")
    typed = {"kind": "demand", "need": "请到现场核实。", "place_of_meeting": "工地门口", "calls-0-duty": "核实工资。"}
    words = {"calls-0-unit_id-search": "人力", "search": "calls-0-unit_id"}
    page = clerk.fill(page, **typed, **words)
    assert page.tree.xpath("//input[@type='radio'][@name='calls-0-unit_id']/@value") == [str(cast.labour_bureau.id)]
    assert "待审核" in clerk.fill(page, **{"calls-0-unit_id": cast.labour_bureau.id}).text


def test_a_line_without_its_part_is_said_at_the_field_and_nothing_is_lost(as_user, cast, case):
    clerk = as_user("clerk")
    page = clerk.page(f"/whistle/cases/{case.id}/new")
    typed = {"kind": "demand", "need": "请到现场核实。", "place_of_meeting": "工地门口"}
    again = clerk.fill(page, **typed, **{"calls-0-unit_id": cast.labour_bureau.id})
    assert again.status == 422
    assert "每一行都要选部门" in again.text
    assert "请到现场核实。" in again.text


def test_whoever_led_the_people_of_a_department_is_forgotten_on_demand(cast, out):
    call = out.calls[0]
    call.arrive(**arrival(), by=cast.department)
    call.leader.forget()
    db.session.commit()
    assert "张建国" not in call.leader.name
    assert all("张建国" not in each.note for each in out.events)
