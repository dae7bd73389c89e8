"""召集: by whom, whom, about what; the replies of the units; another day, or none."""

from datetime import timedelta

import pytest

from plugins.joint_meetings.clashes import clashes_of
from plugins.joint_meetings.models import JointMeeting
from plugins.joint_meetings.tests.conftest import told
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database


def someone() -> Contact:
    return Contact(name="张建国", phone="13900000000")


def test_a_unit_says_who_comes(cast, call):
    invitation = call().invitations[0]
    invitation.accept(who=someone(), by=cast.department)
    assert invitation.standing[0] == "参加"


def test_a_unit_asks_for_leave_and_sends_another(cast, call):
    meeting = call()
    meeting.invitations[0].excuse(reason="外出开会。", who=someone(), by=cast.department)
    assert meeting.invitations[0].standing[0] == "请假，另派人参加"
    assert "外出" not in meeting.events[-1].note, "why, is read by the host alone"


def test_only_the_unit_replies_for_itself(cast, call):
    with pytest.raises(NotAllowed, match="只有该单位的工作人员"):
        call().invitations[0].accept(who=someone(), by=cast.clerk)


def test_the_host_enters_what_a_unit_without_an_account_said(cast, call, housing):
    invitation = call(housing).invitations[0]
    with pytest.raises(RuleError, match="写明谁参加"):
        invitation.enter(reply="coming", who=None, reason="", by=cast.clerk)
    invitation.enter(reply="away", who=None, reason="人员出差。", by=cast.clerk)
    assert invitation.standing[0] == "请假"


def test_a_meeting_that_is_postponed_is_replied_to_anew(cast, call):
    meeting = call()
    meeting.invitations[0].accept(who=someone(), by=cast.department)
    later = {"starts_at": clock.now() + timedelta(days=9), "ends_at": None, "place_of_meeting": "二楼"}
    meeting.postpone(**later, reason="局里有检查。", by=cast.clerk)
    assert (meeting.invitations[0].standing[0], meeting.place_of_meeting) == ("未回复", "二楼")


def test_a_meeting_is_called_off_with_a_reason(cast, call):
    meeting = call()
    meeting.call_off("事情已经解决。", by=cast.clerk)
    assert (meeting.status, meeting.events[-1].note) == ("called_off", "事情已经解决。")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_at": clock.now() - timedelta(days=1)}, "已经过了"),
        ({"ends_at": clock.now()}, "晚于开会时间"),
    ],
)
def test_a_time_that_cannot_be_is_refused(call, fields, said):
    with pytest.raises(RuleError, match=said):
        call(**fields)


def test_neither_the_host_nor_a_unit_twice_nor_one_of_another_county_is_invited(cast, call):
    for units, said in (
        ((cast.street,), "召集单位"),
        ((cast.labour_bureau, cast.labour_bureau), "写了两遍"),
        ((cast.outside_street,), "不在本旗县区"),
    ):
        with pytest.raises(RuleError, match=said):
            call(*units)


def test_a_closed_case_needs_no_meeting(cast, call, case):
    case.withdraw(case.side(1), "visit", "双方和好了。", by=cast.clerk)
    with pytest.raises(RuleError, match="不用会商"):
        call()


def test_about_a_case_the_unit_that_has_it_calls_the_meeting(cast, case, housing):
    about = told(housing, items=[{"case": case, "said": "商量办法。"}])
    with pytest.raises(RuleError, match="正在办理的单位"):
        JointMeeting.call_about(case, unit=cast.labour_bureau, by=cast.department, **about)
    case.assign(cast.labour_bureau, by=cast.clerk)
    about = told(housing, items=[{"case": case, "said": "商量办法。"}])
    assert (
        JointMeeting.call_about(case, unit=cast.labour_bureau, by=cast.department, **about).unit == cast.labour_bureau
    )


def test_the_same_room_and_the_same_unit_at_the_same_time_are_named_and_not_forbidden(cast, call, housing):
    first = call()
    second = call(cast.labour_bureau, housing, starts_at=first.starts_at + timedelta(hours=1))
    said = "".join(clashes_of(second))
    assert "会商室同一时间还有会" in said
    assert "人力资源和社会保障局同一时间还有会" in said
    assert "住建局" not in said
    assert second.number != first.number


def test_every_office_has_a_room_of_that_name(cast, call, housing):
    first = call()
    second = JointMeeting.call(unit=cast.county, by=cast.district, **told(housing, starts_at=first.starts_at))
    assert clashes_of(second) == []


def test_the_next_one_follows_the_last(cast, call):
    first = call()
    second = JointMeeting.call_again(first, by=cast.clerk, **told(cast.labour_bureau))
    third = JointMeeting.call_again(second, by=cast.clerk, **told(cast.labour_bureau))
    assert (second.first_id, third.first_id) == (first.id, first.id)


def test_a_clerk_calls_one_from_the_page_of_a_case(as_user, cast, case):
    clerk, url = as_user("clerk"), f"/joint_meetings/cases/{case.id}/new"
    assert url in clerk.page(f"/cases/{case.id}").links()
    page = clerk.page(url)
    typed = {"starts_at": f"{clock.today().year + 1}-03-03 09:00", "place_of_meeting": "会商室", "chair": "主任"}
    line = {"invited-0-unit_id": cast.labour_bureau.id, "unit_id": cast.street.id}
    wrong = clerk.fill(page, **typed, **line)
    assert wrong.status == 422, "what the units are told is missing"
    assert "会商室" in wrong.text or "会商室" in str(wrong.fields(wrong.form()))
    done = clerk.fill(wrong, **{"items-0-said": "工人聚集，商量办法。"})
    assert "已通知 1 个单位" in done.text


def test_where_units_are_many_whom_to_invite_is_found_by_some_letters(as_user, cast, case, monkeypatch):
    monkeypatch.setattr("portal.org.chooser.FEW", 2)
    clerk = as_user("clerk")
    page = clerk.page(f"/joint_meetings/cases/{case.id}/new")
    typed = {"starts_at": f"{clock.today().year + 1}-03-03 09:00", "place_of_meeting": "会商室", "chair": "主任"}
    page = clerk.fill(
        page,
        **typed,
        **{"invited-0-unit_id-search": "人力", "search": "invited-0-unit_id", "items-0-said": "商量办法。"},
    )
    assert page.tree.xpath("//input[@type='radio'][@name='invited-0-unit_id']/@value") == [str(cast.labour_bureau.id)]
    done = clerk.fill(page, **{"invited-0-unit_id": cast.labour_bureau.id})
    assert "已通知 1 个单位" in done.text


def test_a_time_at_the_end_of_the_calendar_is_refused_at_its_field(as_user, call):
    clerk, url = as_user("clerk"), f"/joint_meetings/meetings/{call().id}/time"
    again = clerk.fill(clerk.page(url), starts_at="9999-12-31 23:30", ends_at="", reason="改期。")
    assert again.status == 422
    assert "9999 年太远，请核对年份" in again.text


def test_again_is_one_press_and_a_look_at_the_date(as_user, call):
    meeting = call()
    meeting.call_off("改到下月。", by=meeting.called_by)
    db.session.commit()
    clerk = as_user("clerk")
    again = f"/joint_meetings/meetings/{meeting.id}/again"
    assert again in clerk.page(f"/joint_meetings/meetings/{meeting.id}").links()
    assert "已通知 1 个单位" in clerk.fill(clerk.page(again)).text


def test_a_number_of_a_case_out_of_sight_is_refused_at_its_field(as_user, cast):
    theirs = factories.case(cast.outside_community, by=cast.outsider)
    db.session.commit()
    number, clerk = theirs.number, as_user("clerk")
    page = clerk.page("/joint_meetings/meetings/new")
    typed = {
        "title": "例会",
        "starts_at": f"{clock.today().year + 1}-03-03 09:00",
        "place_of_meeting": "会商室",
        "chair": "主任",
    }
    line = {"invited-0-unit_id": cast.labour_bureau.id, "items-0-number": number, "items-0-said": "商量。"}
    assert "没有这个编号的事项" in clerk.fill(page, unit_id=cast.street.id, **typed, **line).text


def test_the_timeline_says_how_it_was_called(cast, call):
    first = call()
    second = JointMeeting.call_again(first, by=cast.clerk, **told(cast.labour_bureau))
    assert [each.title_of(each.events[0]) for each in (first, second)] == ["召集会议（已通知）", "照上次再开（已通知）"]
