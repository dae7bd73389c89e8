"""Units are told that they are invited and have a task, and the host that they replied."""

import pytest
from sqlalchemy import select

from plugins.joint_meetings.inviting import about
from portal.extensions import db
from portal.notices.models import Message
from portal.records.people import Contact

pytestmark = pytest.mark.database


def told(kind: str) -> list[tuple[str, str]]:
    """Of the records of one table: what is said, and the right that whoever reads it holds."""
    rows = db.session.scalars(
        select(Message).where(Message.record_kind == f"joint_meetings_{kind}").order_by(Message.id)
    )
    return [(each.said, each.needs) for each in rows]


def test_a_unit_is_told_that_it_is_invited_and_the_host_that_it_comes(cast, call):
    call().invitations[0].accept(who=Contact(name="张建国"), by=cast.department)
    assert told("meeting") == [
        ("会议通知，请回复", "joint_meetings.answer"),
        ("参会单位回复参加", "joint_meetings.call"),
    ]


def test_a_unit_is_told_that_its_invitation_is_taken_back_and_the_way_opens(as_user, cast, call):
    meeting = call()
    meeting.invitations[0].withdraw("通知错了单位。", by=cast.clerk)
    db.session.commit()
    assert told("meeting")[-1] == ("会议通知已取消，不用参加", "joint_meetings.answer")
    last = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert last.number == meeting.number
    assert as_user("department").get(last.url).status_code == 200


def test_a_unit_is_told_of_its_task(issued):
    assert told("task") == [("会商任务，请落实", "joint_meetings.answer")]
    assert told("meeting")[-1] == ("会商纪要已印发", "joint_meetings.answer")


def test_a_message_names_the_meeting_and_its_case_only_as_long_as_its_reader_may_see_it(as_user, cast, call, case):
    meeting = call(title=about(case)["title"])
    assert meeting.title in as_user("department").page("/messages").text
    meeting.invitations[0].withdraw("通知错了单位。", by=cast.clerk)
    db.session.commit()
    page = as_user("department").page("/messages").text
    assert meeting.title not in page
    assert case.number not in page
    assert meeting.number in page
    assert "会议通知已取消，不用参加" in page
