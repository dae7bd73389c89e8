"""Who sees what: an invited unit less than the host; what waits stands on the desk; a case shows its meetings."""

from datetime import timedelta

import pytest

from plugins.joint_meetings.models import JointMeeting
from plugins.joint_meetings.tests.conftest import told, waits
from portal import clock
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database


def url(meeting) -> str:
    return f"/joint_meetings/meetings/{meeting.id}"


def test_an_invited_unit_sees_number_and_kind_of_the_case_and_what_the_host_wrote(as_user, case, call):
    meeting = call()
    text = as_user("department").page(url(meeting)).text
    assert case.number in text
    assert "工人聚集，商量办法。" in text
    assert "张三" not in text, "neither its title nor its parties"
    assert f"/cases/{case.id}" not in as_user("department").page(url(meeting)).links()


def test_whoever_may_read_the_case_gets_there(as_user, case, call):
    assert f"/cases/{case.id}" in as_user("clerk").page(url(call())).links()


def test_a_unit_that_is_not_invited_and_another_county_do_not_see_it(as_user, call, housing):
    meeting = call(housing)
    assert as_user("department").get(url(meeting)).status_code == 404
    assert as_user("outsider").get(url(meeting)).status_code == 404


def test_a_unit_whose_invitation_is_taken_back_does_not_see_it_any_more(as_user, cast, call, housing):
    meeting = call(cast.labour_bureau, housing)
    meeting.invitations[0].withdraw("通知错了单位。", by=cast.clerk)
    db.session.commit()
    assert as_user("department").get(url(meeting)).status_code == 404


def test_what_was_decided_is_the_hosts_until_it_is_issued(as_user, cast, call, minutes):
    meeting = call(starts_at=clock.now() + timedelta(seconds=1))
    with clock.pretend(meeting.starts_at + timedelta(hours=1)):
        minutes(meeting)
        assert "十日内发清。" in as_user("clerk").page(url(meeting)).text
        assert "十日内发清。" not in as_user("department").page(url(meeting)).text
        assert as_user("department").get(f"{url(meeting)}/minutes.pdf").status_code == 409
        assert as_user("department").get(f"{url(meeting)}/to_sign.pdf").status_code == 403


def test_issued_minutes_are_read_by_the_units(as_user, issued):
    assert "十日内发清。" in as_user("department").page(url(issued)).text


def test_who_comes_of_another_unit_is_between_that_unit_and_the_host(as_user, cast, call, housing):
    meeting = call(housing, cast.labour_bureau)
    who = Contact(name="欧阳建国", phone="13900000000")
    meeting.invitations[0].enter(reply="deputy", who=who, reason="住院。", by=cast.clerk)
    db.session.commit()
    assert "欧阳建国" in as_user("clerk").page(url(meeting)).text
    page = as_user("department").page(url(meeting)).text
    assert "欧阳" not in page
    assert "住院" not in page


def test_an_invitation_waits_on_the_desk_of_the_unit_until_it_replies(as_user, cast, call):
    meeting = call()
    assert waits("会议通知待回复", as_user("department"))
    meeting.invitations[0].accept(who=Contact(name="张建国"), by=cast.department)
    db.session.commit()
    assert not waits("会议通知待回复", as_user("department"))


def test_a_meeting_whose_time_has_come_waits_for_the_host_until_it_is_issued(as_user, cast, call, minutes):
    meeting = call(starts_at=clock.now() + timedelta(seconds=1))
    with clock.pretend(meeting.starts_at + timedelta(hours=1)):
        assert waits("会议到时间了", as_user("clerk"))
        minutes(meeting)
        assert waits("会商纪要待记、待签字", as_user("clerk"))
        meeting.sign(on=clock.today(), signed=[meeting.invitations[0].id], by=cast.clerk)
        db.session.commit()
        assert waits("会商纪要待印发", as_user("director"))


def test_a_meeting_about_a_case_that_is_over_waits_for_the_host_and_says_which(as_user, cast, case, call):
    meeting, clerk = call(), as_user("clerk")
    assert not waits("会商的事项已经了结", clerk)
    case.withdraw(case.side(1), "visit", "双方和好了。", by=cast.clerk)
    db.session.commit()
    assert waits("会商的事项已经了结", clerk)
    assert f"{case.number}：{meeting.title}" in clerk.page("/").text
    assert f"{case.number}已办结" in clerk.page(url(meeting)).text
    assert f"{case.number}已办结" not in as_user("department").page(url(meeting)).text
    meeting.change_agenda(agenda="例会。", chair="主任", items=[], by=cast.clerk)
    db.session.commit()
    assert not waits("会商的事项已经了结", clerk)


def test_a_case_shows_its_meetings_to_whoever_reads_it_and_leads_there_who_may(as_user, cast, case, call, housing):
    meeting = call(housing)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    clerk, department = as_user("clerk"), as_user("department")
    assert url(meeting) in clerk.page(f"/cases/{case.id}").links()
    page = department.page(f"/cases/{case.id}")
    assert meeting.number in page.text
    assert url(meeting) not in page.links()


def test_the_next_meeting_begins_with_what_is_open_of_the_last(as_user, cast, issued, housing):
    following = JointMeeting.call_again(issued, by=cast.clerk, **told(cast.labour_bureau, housing))
    db.session.commit()
    task = issued.tasks[0]
    assert f"/joint_meetings/tasks/{task.id}" in as_user("clerk").page(url(following)).links()
    task.cancel("不用了。", by=cast.clerk)
    db.session.commit()
    assert "上次没有落实的任务" not in as_user("clerk").page(url(following)).text


def test_why_a_unit_did_not_sign_is_the_hosts_and_its_own_until_it_is_issued(as_user, cast, call, minutes, housing):
    meeting = call(cast.labour_bureau, housing, starts_at=clock.now() + timedelta(seconds=1))
    with clock.pretend(meeting.starts_at + timedelta(hours=1)):
        minutes(meeting).invitations[1].leave_unsigned("领导不同意。", by=cast.clerk)
        db.session.commit()
        assert "领导不同意。" in as_user("clerk").page(url(meeting)).text
        assert "领导不同意。" not in as_user("department").page(url(meeting)).text
        meeting.sign(on=clock.today(), signed=[meeting.invitations[0].id], by=cast.clerk)
        meeting.issue(by=cast.director)
        db.session.commit()
    assert "领导不同意。" in as_user("department").page(url(meeting)).text


def test_why_an_invitation_was_taken_back_is_read_by_the_host_alone(as_user, cast, call, housing):
    meeting = call(cast.labour_bureau, housing)
    meeting.invitations[1].withdraw("和它无关。", by=cast.clerk)
    db.session.commit()
    assert "和它无关。" in as_user("clerk").page(url(meeting)).text
    assert "和它无关。" not in as_user("department").page(url(meeting)).text
