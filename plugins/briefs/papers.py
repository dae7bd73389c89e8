"""The papers of 研判: report, sign-in sheet, orders for its tasks, red and yellow list. What they say stands in the templates."""

from plugins.briefs.blueprint import bp
from plugins.briefs.choices import VIEW
from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.models.task import GIVEN
from plugins.briefs.report import facts_of, red_name, sections_of
from portal.records.papers import Paper, mount_papers

LISTED = 40  # cases that a list of two pages holds


def _parts(brief: Brief) -> dict:
    return {"facts": facts_of(brief), "sections": sections_of(brief)}


def _pressing(brief: Brief) -> dict:
    red, yellow = brief.data["pressed"]
    return {
        "cases": brief.data["pressing"][:LISTED],
        "rest": max(0, red + yellow - LISTED),
        "red": red,
        "red_name": red_name(brief),
        "yellow": yellow,
    }


def _not_out(brief: Brief, task: BriefTask) -> str:
    return "" if task.status in GIVEN else "签发以后才能打印任务交办单。"


papers = mount_papers(
    bp,
    Brief,
    (
        Paper(
            "report",
            "研判报告",
            needs=VIEW,
            context=_parts,
            draft=lambda brief: brief.signed_at is None,
            final=lambda brief: brief.signed_at,
        ),
        Paper("sign_in", "研判会签到页", needs=VIEW),
        Paper(
            "task_order",
            "研判任务交办单",
            needs=VIEW,
            at="tasks/<int:task_id>/order.pdf",
            rows=lambda brief: brief.tasks,
            label=lambda brief, task: f"任务交办单（{task.target}）",
            number=lambda brief, task: task.number,
            unless=_not_out,
        ),
        Paper("pressing", "红黄清单", needs=VIEW, context=_pressing, final=lambda brief: brief.created_at),
    ),
    at="/reports/<int:brief_id>",
    office=lambda brief: brief.unit.name,
)
