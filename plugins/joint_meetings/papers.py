"""The papers of a meeting and of a task. What they say stands in the templates; they name cases by number and kind, and no party."""

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import CALL, VIEW
from plugins.joint_meetings.models import JointMeeting, MeetingTask
from portal import clock
from portal.records.papers import Paper, mount_papers


def _called_off(meeting: JointMeeting) -> str:
    return "会议已经取消。" if meeting.status == "called_off" else ""


def _not_to_be_signed(meeting: JointMeeting) -> str:
    return "" if meeting.status == "written" else "记了纪要、还没有印发的，才打印签字稿。"


def _not_issued(meeting: JointMeeting) -> str:
    return "" if meeting.issued_at else "印发以后才能打印。"


papers = mount_papers(
    bp,
    JointMeeting,
    (
        Paper("notice", "会议通知", needs=VIEW, unless=_called_off),
        Paper("sign_in", "会议签到表", needs=CALL, unless=_called_off),
        Paper(
            "to_sign",
            "会商纪要（签字稿）",
            needs=CALL,
            unless=_not_to_be_signed,
            template="joint_meetings/documents/minutes.html",
        ),
        Paper("minutes", "会商纪要", needs=VIEW, unless=_not_issued, final=lambda meeting: meeting.issued_at),
        Paper(
            "correction",
            "会商纪要更正",
            needs=VIEW,
            at="corrections/<int:correction_id>.pdf",
            rows=lambda meeting: meeting.corrections,
            label=lambda meeting, correction: f"会商纪要更正（{clock.local(correction.at):%Y-%m-%d}）",
        ),
    ),
    at="/meetings/<int:meeting_id>",
    office=lambda meeting: meeting.unit.name,
)
task_papers = mount_papers(
    bp,
    MeetingTask,
    (Paper("order", "任务交办单", needs=VIEW),),
    at="/tasks/<int:task_id>",
    office=lambda task: task.unit.name,
)
