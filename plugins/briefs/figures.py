"""统计: meetings held, tasks in time, risks foretold that came. Units, never persons; in no order but that of the names."""

from plugins.briefs.blueprint import bp
from plugins.briefs.choices import GRADES, OUTCOMES, VIEW
from plugins.briefs.models import Brief, BriefTask, Risk
from plugins.briefs.models.task import GIVEN
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Ratio, Statistics, by_month
from portal.records.statistics import mount_statistics

KEPT = Brief.status != "void"
DRAWN = Count("起草", KEPT)
HELD = Count("开会", KEPT & Brief.met_at.is_not(None))
MEASURES = (DRAWN, HELD, Count("签发", Brief.signed_at.is_not(None)), Count("报送", Brief.reported_at.is_not(None)))
OUT = Count("任务", BriefTask.status.in_(GIVEN))
DONE = Count("完成", BriefTask.status.in_(("done", "struck")))
IN_TIME = Count("按期完成", BriefTask.status.in_(("done", "struck")) & (BriefTask.done_on <= BriefTask.due_on))
TASKS = (OUT, DONE, IN_TIME, Count("已销项", BriefTask.status == "struck"))

REPORTS = Statistics(
    "研判统计",
    Brief,
    VIEW,
    (
        by_month("各月开会", Brief.met_at, HELD),
        Figure(
            "unit",
            "按单位",
            Axis("单位", OrgUnit.short_name),
            MEASURES,
            of=lambda found: found.join(Brief.unit),
            ratios=(Ratio("召开率", HELD, DRAWN),),
        ),
        Figure("grade", "风险等级", Axis("等级", Brief.grade, GRADES), (HELD,)),
        Figure(
            "risks",
            "提出的风险后来怎样",
            Axis("后来", Risk.outcome, OUTCOMES),
            (Count("风险"),),
            of=lambda found: found.join(Brief.risks),
        ),
    ),
    when=Brief.created_at,
)
mount_statistics(bp, REPORTS, at="/statistics", show="briefs.show", ident="brief_id", crumb=("研判", "briefs.index"))
DUTIES = Statistics(
    "研判任务统计",
    BriefTask,
    VIEW,
    (
        by_month("各月任务", BriefTask.created_at, OUT),
        Figure(
            "target",
            "按责任单位",
            Axis("责任单位", OrgUnit.short_name),
            TASKS,
            of=lambda found: found.join(BriefTask.target),
            ratios=(Ratio("按期率", IN_TIME, OUT),),
        ),
    ),
    when=BriefTask.created_at,
)
mount_statistics(
    bp,
    DUTIES,
    at="/tasks/statistics",
    show="briefs.show_task",
    ident="task_id",
    crumb=("研判任务", "briefs.tasks"),
    endpoint="task_statistics",
)
