"""Where 研判 meets the core: the desk, the page of a case, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, and_, or_

from plugins.briefs.choices import DO, WRITE
from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.settings import KEY
from portal.accounts.hands import by_another
from portal.accounts.reader import Reader
from portal.cases.attached import attached, attaches
from portal.cases.models import Case
from portal.plugin.contributions import Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of

REPORTS, TASKS = "/briefs/reports", "/briefs/tasks"
attaches(KEY, BriefTask.case_id)


def _to_strike(reader: Reader) -> ColumnElement[bool]:
    """What another said is done; the next report is to be started where there is none."""
    others = by_another(reader, [BriefTask.done_by_id], BriefTask, lambda: BriefTask.reach(reader, WRITE))
    return and_(BriefTask.status == "done", others)


def _late(reader: Reader) -> ColumnElement[bool]:
    """Nobody said that it is done, and its day is over."""
    return and_(BriefTask.status == "todo", BriefTask.due_on < reader.today())


QUEUES = [
    queue_of(Brief, "briefs-waiting", "研判", at=REPORTS, due=Brief.last_on, order=20, task="开会、签发、报送"),
    queue_of(
        BriefTask, "briefs-tasks", "研判任务", at=TASKS, needs=DO, due=BriefTask.due_on,
        where=lambda reader: BriefTask.status == "todo", tone="warn", order=12, task="完成任务",
    ),
    queue_of(
        BriefTask, "briefs-strike", "研判任务待销项", at=TASKS, needs=WRITE, due=BriefTask.due_on,
        where=_to_strike, order=21, task="在会上销项",
    ),
    queue_of(
        BriefTask, "briefs-late", "研判任务超期", at=TASKS, needs=WRITE, due=BriefTask.due_on,
        where=_late, tone="danger", order=13, task="催办，或者代报",
    ),
]  # fmt: skip


def panels(ctx: Context, case: Case) -> list[Panel]:
    """The tasks about the case that the reader may see."""
    if not attached(case, KEY):
        return []
    lines = [
        Line(each, url_for("briefs.show_task", task_id=each.id), each.number, f"{each.target}：{each.title}")
        for each in BriefTask.visible_about(case, ctx.actor)
    ]
    return panel_of("研判任务", lines)


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit,
        (Brief, "{} 期研判还没有报送。"),
        (BriefTask, "{} 项研判任务还没有销项。", or_(BriefTask.status == "todo", BriefTask.status == "done")),
    )
