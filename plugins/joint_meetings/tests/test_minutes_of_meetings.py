"""纪要: who came, what was said and decided; signed by those who came, issued by the host, and then only corrected."""

from datetime import timedelta

import pytest

from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def meeting(cast, call, housing):
    """Its time has come; two units are invited."""
    return call(cast.labour_bureau, housing, starts_at=clock.now() + timedelta(seconds=1))


@pytest.fixture
def later(meeting):
    with clock.pretend(meeting.starts_at + timedelta(hours=1)):
        yield


def test_who_came_is_entered_on_its_day(cast, call):
    meeting = call()
    with pytest.raises(RuleError, match="当天再登记"):
        meeting.hold(held_at=clock.now(), present=[], by=cast.clerk)


@pytest.mark.usefixtures("later")
def test_a_meeting_to_which_nobody_came_was_not_held(cast, meeting):
    with pytest.raises(RuleError, match="没有单位到会"):
        meeting.hold(held_at=clock.now(), present=[], by=cast.clerk)


@pytest.mark.usefixtures("later")
def test_a_wrong_tick_is_put_right(cast, meeting):
    first, second = meeting.invitations
    meeting.hold(held_at=clock.now(), present=[first.id], by=cast.clerk)
    meeting.hold(held_at=clock.now(), present=[second.id], by=cast.clerk)
    assert meeting.present == [second]


@pytest.mark.usefixtures("later")
def test_who_came_after_all_is_put_right_while_signatures_are_gathered_and_all_sign_anew(cast, meeting, minutes):
    first, second = minutes(meeting, present=[meeting.invitations[0].id]).invitations
    first.leave_unsigned("期限太短。", by=cast.clerk)
    meeting.hold(held_at=clock.now(), present=[second.id], by=cast.clerk)
    meeting.write(review="", opinions={second.id: "同意。"}, decision="十日内发清。", tasks=[], by=cast.clerk)
    assert (meeting.present, second.unsigned, first.unsigned_reason) == ([second], True, "")


@pytest.mark.usefixtures("later")
def test_the_page_begins_with_who_was_entered(as_user, cast, meeting):
    second = meeting.invitations[1]
    meeting.hold(held_at=clock.now(), present=[second.id], by=cast.clerk)
    db.session.commit()
    page = as_user("clerk").page(f"/joint_meetings/meetings/{meeting.id}/attendance")
    assert page.fields(page.form())["present"] == str(second.id)
    assert "重新签字" in page.text


@pytest.mark.usefixtures("later")
def test_minutes_are_issued_once_all_who_came_have_signed_and_nobody_signs_for_the_absent(cast, meeting, minutes):
    first, second = meeting.invitations
    minutes(meeting, present=[first.id])
    assert second.standing[0] == "未到会"
    with pytest.raises(RuleError, match="还没有登记签字：达拉特旗人力"):
        meeting.issue(by=cast.director)
    with pytest.raises(RuleError, match="请选择签了字的单位"):
        meeting.sign(on=clock.today(), signed=[second.id], by=cast.clerk)
    meeting.sign(on=clock.today(), signed=[first.id], by=cast.clerk)
    meeting.issue(by=cast.director)
    assert meeting.status == "issued"


@pytest.mark.usefixtures("later")
def test_a_unit_that_does_not_sign_is_named_with_its_reason(cast, meeting, minutes):
    first, second = minutes(meeting).invitations
    meeting.sign(on=clock.today(), signed=[first.id], by=cast.clerk)
    second.leave_unsigned("期限太短。", by=cast.clerk)
    meeting.issue(by=cast.director)
    assert second.unsigned_reason == "期限太短。"


@pytest.mark.usefixtures("later")
def test_minutes_that_are_changed_are_signed_anew(cast, meeting, minutes):
    minutes(meeting)
    meeting.sign(on=clock.today(), signed=[each.id for each in meeting.present], by=cast.clerk)
    meeting.write(review="", opinions={}, decision="二十日内发清。", tasks=[], by=cast.clerk)
    with pytest.raises(RuleError, match="还没有登记签字"):
        meeting.issue(by=cast.director)


@pytest.mark.usefixtures("later")
def test_a_unit_that_has_nothing_to_do_with_it_gets_no_task(cast, meeting, minutes):
    task = {"unit": cast.other_street, "what": "协助。", "due_on": clock.today()}
    with pytest.raises(RuleError, match="没有参加这次会议"):
        minutes(meeting, tasks=[task])


@pytest.mark.usefixtures("later")
def test_a_clerk_does_not_issue(cast, meeting, minutes):
    minutes(meeting)
    with pytest.raises(NotAllowed):
        meeting.issue(by=cast.clerk)


def test_issued_minutes_are_only_corrected_and_the_correction_bears_its_day(cast, issued):
    with pytest.raises(WrongState):
        issued.hold(held_at=issued.held_at, present=[], by=cast.clerk)
    with pytest.raises(WrongState):
        issued.write(review="", opinions={}, decision="改。", tasks=[], by=cast.clerk)
    issued.correct("“十日”应为“十五日”。", by=cast.director)
    assert issued.decision == "十日内发清。"
    assert (issued.corrections[0].text, issued.corrected_at) == ("“十日”应为“十五日”。", issued.corrections[0].at)


def test_a_clerk_writes_them_on_a_page_and_nothing_is_lost(as_user, cast, call):
    meeting = call(starts_at=clock.now() + timedelta(seconds=1))
    with clock.pretend(meeting.starts_at + timedelta(hours=1)):
        meeting.hold(held_at=clock.now(), present=[meeting.invitations[0].id], by=cast.clerk)
        db.session.commit()
        clerk, url = as_user("clerk"), f"/joint_meetings/meetings/{meeting.id}/minutes/edit"
        typed = {"decision": "十日内发清。", "opinions-0-opinion": "同意。", "tasks-0-what": "发清工资。"}
        again = clerk.fill(clerk.page(url), **typed)
        assert again.status == 422
        assert "都要选责任单位" in again.text
        rest = {"tasks-0-unit_id": cast.labour_bureau.id, "tasks-0-due_on": str(clock.today())}
        assert "待签字印发" in clerk.fill(again, **rest).text


@pytest.mark.usefixtures("later")
def test_nobody_issues_another_decision_than_the_one_that_was_seen(as_user, cast, meeting, minutes):
    minutes(meeting).sign(on=clock.today(), signed=[each.id for each in meeting.present], by=cast.clerk)
    db.session.commit()
    director = as_user("director")
    opened = director.page(f"/joint_meetings/meetings/{meeting.id}/issue")
    assert "十日内发清。" in opened.text
    meeting.write(review="", opinions={}, decision="二十日内发清。", tasks=[], by=cast.clerk)
    meeting.sign(on=clock.today(), signed=[each.id for each in meeting.present], by=cast.clerk)
    db.session.commit()
    page = director.fill(opened)
    assert page.status == 422
    assert "内容已经改过：决定、任务。" in page.text
    assert "二十日内发清。" in page.text
