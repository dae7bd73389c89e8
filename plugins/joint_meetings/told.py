"""Who is told of which step of a meeting, of the units that are invited, and of the tasks."""

from functools import partial
from typing import TYPE_CHECKING, Any

from plugins.joint_meetings.choices import ANSWER, CALL
from portal.notices import Told, holders, nearest

if TYPE_CHECKING:
    from plugins.joint_meetings.models import Invitation, JointMeeting, MeetingTask

told = partial(Told, url="/joint_meetings/meetings/{id}")
of_a_task = partial(Told, url="/joint_meetings/tasks/{id}")


def _units(meeting: "JointMeeting", made: Any) -> list:
    """Those that are invited, or (`made`) invited besides."""
    return [holders(each.unit, ANSWER) for each in made or meeting.invited]


def _host(invitation: "Invitation", made: Any) -> list:
    return [nearest(invitation.record.unit, CALL)]


def _target(task: "MeetingTask", made: Any) -> list:
    return [holders(task.target, ANSWER)]


def _checker(task: "MeetingTask", made: Any) -> list:
    return [nearest(task.unit, CALL)]


def _its_unit(invitation: "Invitation", made: Any) -> list:
    return [holders(invitation.unit, ANSWER)]


CALLED = told("handed", "会议通知，请回复", to=_units)
OF_MEETINGS = {  # stored verb → who is told
    "call": CALLED,
    "call_about": CALLED,
    "call_again": CALLED,
    "invite": CALLED,
    "postpone": told("handed", "会议改期，请重新回复", to=_units),
    "call_off": told("back", "会议取消", to=_units),
    "issue": told("closed", "会商纪要已印发", to=_units),
    "correct": told("closed", "会商纪要有更正", to=lambda meeting, made: _units(meeting, None)),
}
OF_INVITATIONS = {
    "accept": told("answered", "参会单位回复参加", to=_host),
    "excuse": told("answered", "参会单位请假", to=_host),
    # the meeting itself is out of its sight from now on
    "withdraw": Told("back", "会议通知已取消，不用参加", to=_its_unit, url="/joint_meetings/meetings"),
}
OF_TASKS = {
    "hand_out": of_a_task("handed", "会商任务，请落实", to=_target),
    "report": of_a_task("answered", "会商任务已报告，请核实", to=_checker),
    "give_back": of_a_task("back", "会商任务退回", to=_target),
    "extend": of_a_task("reminded", "会商任务的期限改了", to=_target),
    "strike": of_a_task("closed", "会商任务已销号", to=_target),
    "cancel": of_a_task("back", "会商任务已撤销", to=_target),
}
