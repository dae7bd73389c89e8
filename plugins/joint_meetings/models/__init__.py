"""会商: the meeting, the units that are invited, what it is about, its minutes, the tasks that follow."""

from plugins.joint_meetings.models.invitation import Invitation
from plugins.joint_meetings.models.item import AgendaCase
from plugins.joint_meetings.models.meeting import JointMeeting, JointMeetingEvent
from plugins.joint_meetings.models.minutes import MinutesCorrection, TaskLine
from plugins.joint_meetings.models.task import MeetingTask, MeetingTaskEvent

__all__ = [
    "MinutesCorrection",
    "Invitation",
    "AgendaCase",
    "JointMeeting",
    "JointMeetingEvent",
    "MeetingTask",
    "MeetingTaskEvent",
    "TaskLine",
]
