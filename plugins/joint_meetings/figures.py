"""统计: meetings by month and kind, of each unit how often it was invited and came; tasks by unit, and in time. Units, never persons."""

from sqlalchemy import and_, bindparam

from plugins.joint_meetings.blueprint import bp
from plugins.joint_meetings.choices import AWAY, DEPUTY, KINDS, VIEW
from plugins.joint_meetings.models import Invitation, JointMeeting, MeetingTask
from plugins.joint_meetings.models.meeting import STATES
from plugins.joint_meetings.models.task import STATES as TASK_STATES
from portal import clock
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

TODAY = bindparam("today", callable_=clock.today)  # bound when the figures are read
STANDS, HELD = Invitation.withdrawn_at.is_(None), JointMeeting.held_at.is_not(None)
INVITED = (
    Count("通知", STANDS),
    Count("到会", and_(STANDS, HELD, Invitation.came)),
    Count("请假", and_(STANDS, Invitation.reply.in_((AWAY, DEPUTY)))),
    Count("没有请假也没有到会", and_(STANDS, HELD, ~Invitation.came, Invitation.reply != AWAY)),
)
DONE = MeetingTask.status == "struck"
TASKS = (
    Count("任务"),
    Count("按期销号", and_(DONE, MeetingTask.reported_on <= MeetingTask.due_on)),
    Count("超期销号", and_(DONE, MeetingTask.reported_on > MeetingTask.due_on)),
    Count("没有销号", MeetingTask.status.in_(TASK_STATES.open)),
    Count("超期没有报告", and_(MeetingTask.status == "given", MeetingTask.due_on < TODAY)),
    Count("延过期", MeetingTask.extensions > 0),
    Count("撤销", MeetingTask.status == "cancelled"),
)


def _invited(found):
    """From the meetings to the units that were invited."""
    return found.join(JointMeeting.invitations).join(OrgUnit, OrgUnit.id == Invitation.unit_id)


OF_MEETINGS = Statistics(
    "会商统计",
    JointMeeting,
    VIEW,
    (
        by_month("各月会议", JointMeeting.starts_at, Count("会议")),
        Figure("kind", "按种类", Axis("种类", JointMeeting.kind, KINDS), (Count("会议"), Count("已召开", HELD))),
        Figure("state", "按状态", Axis("状态", JointMeeting.status, STATES.names, whole=True), (Count("会议"),)),
        Figure("unit", "按通知的单位", Axis("单位", OrgUnit.short_name), INVITED, of=_invited),
    ),
    when=JointMeeting.starts_at,
)
OF_TASKS = Statistics(
    "会商任务统计",
    MeetingTask,
    VIEW,
    (
        by_month("各月交办", MeetingTask.created_at, Count("任务")),
        Figure(
            "target",
            "按责任单位",
            Axis("责任单位", OrgUnit.short_name),
            TASKS,
            of=lambda found: found.join(OrgUnit, OrgUnit.id == MeetingTask.target_id),
        ),
        Figure("state", "按状态", Axis("状态", MeetingTask.status, TASK_STATES.names, whole=True), (Count("任务"),)),
    ),
    when=MeetingTask.created_at,
)
mount_statistics(
    bp,
    OF_MEETINGS,
    at="/statistics",
    show="joint_meetings.show",
    ident="meeting_id",
    crumb=("会商", "joint_meetings.index"),
)
mount_statistics(
    bp,
    OF_TASKS,
    at="/task-statistics",
    show="joint_meetings.show_task",
    ident="task_id",
    crumb=("会商任务", "joint_meetings.tasks"),
    endpoint="task_statistics",
)
