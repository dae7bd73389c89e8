"""The lists of 议事坊: forums, topics, meetings, resolutions."""

from sqlalchemy import func, select

from plugins.consultation.models import Attendance, Forum, Item, Meeting, Resolution, Task, Topic
from plugins.consultation.models.topic import SOURCES
from portal.cases.neighbourhood import MATTER_NAMES
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

agenda = select(func.count(Item.id)).where(Item.meeting_id == Meeting.id).scalar_subquery()
came = (
    select(func.count(Attendance.id))
    .where(Attendance.meeting_id == Meeting.id, Attendance.present.is_(True))
    .scalar_subquery()
)
due = select(func.max(Task.due_on)).where(Task.resolution_id == Resolution.id).scalar_subquery()

forums = Register(
    Forum,
    key="consultation.forums",
    name="议事坊",
    permission="consultation.view",
    show="consultation.show_forum",
    columns=(
        Column("name", "小区", main=True, width=20),
        Column("unit", "社区、网格", OrgUnit.short_name, width=16),
        Column("households", "户数", kind="number"),
        Column("convener", "召集人", kind="person", only="opt"),
        Column("venue", "议事地点", only="opt opt2", width=24),
        Column("founded_on", "设立日期", kind="day", only="opt"),
    ),
    filters=(Days("founded", "设立日期", Forum.founded_on),),
    search=(Forum.name, OrgUnit.short_name),
    finds_by="小区、社区",
    order=Forum.founded_on,
    joins=((OrgUnit, OrgUnit.id == Forum.unit_id),),
    counter="个",
    empty="还没有议事坊。",
)

topics = Register(
    Topic,
    key="consultation.topics",
    name="议题",
    permission="consultation.view",
    show="consultation.show_topic",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "议题", main=True, width=30),
        Column("forum", "小区", Forum.name, width=20),
        Column("source", "来源", names=SOURCES, only="opt"),
        Column("matter", "类别", names=MATTER_NAMES, only="opt opt2"),
        Column("status", "状态", kind="status"),
        Column("created_at", "提出时间", kind="day", only="opt"),
        Column("published_until", "公示到", kind="day", shown=False),
        Column("rating", "评价", names={number: f"{number} 分" for number in range(1, 6)}, shown=False),
    ),
    filters=(
        by_status(Topic, "没有解决"),
        Choice("source", "来源", options=SOURCES),
        Choice("matter", "类别", options=MATTER_NAMES),
        Days("created", "提出日期", Topic.created_at),
    ),
    search=(Topic.number, Topic.title, Forum.name),
    finds_by="编号、议题、小区",
    order=Topic.created_at,
    joins=((Forum, Forum.id == Topic.forum_id),),
    steps={Topic.publish: "publication"},
    hit=("number", "status"),
    empty="没有符合条件的议题。",
)

meetings = Register(
    Meeting,
    key="consultation.meetings",
    name="议事会",
    permission="consultation.view",
    show="consultation.show_meeting",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "会议", main=True, width=30),
        Column("forum", "小区", Forum.name, only="opt", width=20),
        Column("status", "状态", kind="status"),
        Column("agenda", "议题", agenda, kind="number"),
        Column("came", "实到", came, kind="number"),
        Column("chair", "主持人", kind="person", only="opt opt2"),
        Column("held_at", "时间", kind="moment"),
    ),
    filters=(by_status(Meeting), Days("held", "开会日期", Meeting.held_at)),
    search=(Meeting.number, Meeting.title, Forum.name),
    finds_by="编号、会议、小区",
    order=Meeting.held_at,
    joins=((Forum, Forum.id == Meeting.forum_id),),
    hit=("number", "status"),
    counter="场",
    empty="没有符合条件的议事会。",
)

resolutions = Register(
    Resolution,
    key="consultation.resolutions",
    name="决议",
    permission="consultation.view",
    show="consultation.show_resolution",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "决议", main=True, width=30),
        Column("forum", "小区", Forum.name, width=20),
        Column("status", "状态", kind="status"),
        Column("due_on", "最迟期限", due, kind="due", read=lambda row: row.due_on if row.status == "carried" else None),
        Column("created_at", "形成日期", kind="day", only="opt"),
        Column("accepted_on", "验收日期", kind="day", only="opt"),
    ),
    filters=(by_status(Resolution, "没有验收"), Days("created", "形成日期", Resolution.created_at)),
    search=(Resolution.number, Resolution.title, Forum.name),
    finds_by="编号、决议、小区",
    order=Resolution.created_at,
    joins=((Forum, Forum.id == Resolution.forum_id),),
    hit=("number", "status"),
    empty="没有符合条件的决议。",
)
