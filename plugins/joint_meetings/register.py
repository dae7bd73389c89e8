"""The lists: meetings, and the tasks that follow from them."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.joint_meetings.choices import KINDS, VIEW
from plugins.joint_meetings.models import AgendaCase, Invitation, JointMeeting, MeetingTask
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, Flag, by_status
from portal.records.ranges import Days
from portal.records.register import Register

Target = aliased(OrgUnit)


def _number(model, *wanted):
    return select(func.count(model.id)).where(model.meeting_id == JointMeeting.id, *wanted).scalar_subquery()


STANDS = Invitation.withdrawn_at.is_(None)
meetings = Register(
    JointMeeting,
    key="joint_meetings.meetings",
    name="会商",
    title="会商、联席会议",
    permission=VIEW,
    show="joint_meetings.show",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "会议", main=True, width=30),
        Column("kind", "种类", names=KINDS, only="opt opt2", width=10),
        Column("unit", "召集单位", OrgUnit.short_name, width=16),
        Column("starts_at", "开会时间", kind="moment"),
        Column("place_of_meeting", "地点", only="opt", width=20),
        Column("status", "状态", kind="status"),
        Column("invited", "通知单位", _number(Invitation, STANDS), kind="number"),
        Column("came", "到会单位", _number(Invitation, STANDS, Invitation.came), kind="number"),
        Column("cases", "事项", _number(AgendaCase), kind="number", only="opt opt2"),
        Column("tasks", "任务", _number(MeetingTask), kind="number", only="opt opt2"),
        Column(
            "open_tasks",
            "没有销号",
            _number(MeetingTask, MeetingTask.status.in_(MeetingTask.states.open)),
            kind="number",
            only="opt opt2",
        ),
        Column("issued_at", "印发", kind="day", shown=False),
    ),
    filters=(
        by_status(JointMeeting, "没有印发"),
        Choice("kind", "种类", options=KINDS),
        Days("held", "开会日期", JointMeeting.starts_at),
    ),
    search=(JointMeeting.number, JointMeeting.title, OrgUnit.short_name),
    finds_by="编号、会议、召集单位",
    order=JointMeeting.created_at,
    joins=((OrgUnit, OrgUnit.id == JointMeeting.unit_id),),
    hit=("number", "status"),
    counter="次",
    empty="没有符合条件的会议。",
)
tasks = Register(
    MeetingTask,
    key="joint_meetings.tasks",
    name="会商任务",
    permission=VIEW,
    show="joint_meetings.show_task",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "任务", main=True, width=40),
        Column("target", "责任单位", Target.short_name, width=16),
        Column("unit", "召集单位", OrgUnit.short_name, only="opt opt2", width=16),
        Column("status", "状态", kind="status"),
        Column("due_on", "期限", kind="due", read=lambda row: row.due_on if row.status == "given" else None),
        Column("reported_on", "报告日期", kind="day", only="opt"),
        Column("limit", "定的期限", MeetingTask.due_on, kind="day", shown=False),
        Column("extensions", "延期次数", kind="number", shown=False),
    ),
    filters=(
        by_status(MeetingTask, "没有销号"),
        Flag("late", "超期的", (MeetingTask.status == "given") & (MeetingTask.due_on < TODAY)),
        Days("due", "期限", MeetingTask.due_on),
    ),
    search=(MeetingTask.number, MeetingTask.title, Target.short_name),
    finds_by="编号、任务、责任单位",
    order=MeetingTask.created_at,
    joins=((OrgUnit, OrgUnit.id == MeetingTask.unit_id), (Target, Target.id == MeetingTask.target_id)),
    hit=("number", "status"),
    counter="项",
    empty="没有符合条件的任务。纪要印发以后，任务列在这里。",
)
