"""The list of reports (研判台账), and that of the tasks they set."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.briefs.choices import GRADES, RHYTHMS, VIEW
from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.models.task import GIVEN
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, Flag, by_status
from portal.records.ranges import Days
from portal.records.register import Register

Target = aliased(OrgUnit)


def _of_tasks(*wanted):
    return (
        select(func.count(BriefTask.id))
        .where(BriefTask.brief_id == Brief.id, *wanted)
        .correlate(Brief)
        .scalar_subquery()
    )


briefs = Register(
    Brief,
    key="briefs.reports",
    name="研判",
    permission=VIEW,
    show="briefs.show",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "期次", main=True, width=30),
        Column("unit", "单位", OrgUnit.short_name, only="opt opt2", width=16),
        Column("status", "状态", kind="status"),
        Column("grade", "风险等级", names=GRADES, only="opt"),
        Column("given", "任务", _of_tasks(BriefTask.status.in_(GIVEN)), kind="number", only="opt"),
        Column("struck", "已销", _of_tasks(BriefTask.status == "struck"), kind="number", only="opt"),
        Column("met_at", "会议", kind="day", only="opt opt2"),
        Column("host", "主持", only="opt opt2", shown=False),
        Column("signed_at", "签发", kind="day", only="opt opt2"),
        Column("reported_at", "报送", kind="day", only="opt"),
        Column("created_at", "起草", kind="day", shown=False),
    ),
    filters=(
        by_status(Brief, "没有报送"),
        Choice("rhythm", "周、月", options={key: name for key, name in RHYTHMS.items() if key != "never"}),
        Choice("grade", "风险等级", options={key: name for key, name in GRADES.items() if key}),
        Days("last", "期末", Brief.last_on),
    ),
    search=(Brief.number, Brief.title, OrgUnit.short_name),
    finds_by="编号、期次、单位",
    order=Brief.created_at,
    joins=((OrgUnit, OrgUnit.id == Brief.unit_id),),
    hit=("number", "status"),
    counter="期",
    empty="没有符合条件的研判。点“起草研判”，数自动取好。",
)
tasks = Register(
    BriefTask,
    key="briefs.tasks",
    name="研判任务",
    permission=VIEW,
    show="briefs.show_task",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "任务", main=True, width=30),
        Column("target", "责任单位", Target.short_name, width=16),
        Column("status", "状态", kind="status"),
        Column("due_on", "期限", kind="due", read=lambda row: row.due_on if row.status == "todo" else None),
        Column("brief", "哪一期", Brief.title, only="opt opt2", width=26),
        Column("done_on", "完成", kind="day", only="opt"),
        Column("created_at", "定下", kind="day", shown=False),
    ),
    filters=(
        by_status(BriefTask, "没有销项"),
        Flag("late", "超期的", (BriefTask.status == "todo") & (BriefTask.due_on < TODAY)),
        Days("due", "期限", BriefTask.due_on),
    ),
    search=(BriefTask.number, BriefTask.title, Target.short_name),
    finds_by="编号、任务、责任单位",
    order=BriefTask.created_at,
    joins=((Brief, Brief.id == BriefTask.brief_id + 0), (Target, Target.id == BriefTask.target_id + 0)),  # looked up
    hit=("number", "status"),
    counter="项",
    empty="没有符合条件的任务。在研判的页面上点“定任务”。",
)
