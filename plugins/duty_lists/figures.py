"""统计: what was handed down, by sender, list and month; each number leads to the tasks. Senders stand in the order of their names, never of
their numbers: no ranking is published."""

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.choices import OUTSIDE, VERDICTS, WAYS
from plugins.duty_lists.models import DutyTask
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, by_month
from portal.records.statistics import mount_statistics

STANDS = DutyTask.status != "dropped"
COUNTED = (
    Count("下派", STANDS),
    Count("清单外", STANDS & DutyTask.verdict.in_(OUTSIDE)),
    Count("退回", DutyTask.letter_number != ""),
    Count("强派", DutyTask.forced_by != ""),
    Sum("人次", DutyTask.person_times, in_fen=False),
    Sum("工时", DutyTask.hours, in_fen=False),
)

TASK_FIGURES = Statistics(
    "下派任务统计",
    DutyTask,
    "duty_lists.view",
    (
        by_month("各月登记", DutyTask.created_at, Count("登记", STANDS)),
        Figure("sender", "按来文部门", Axis("来文部门", DutyTask.sender), COUNTED),
        Figure("verdict", "按命中清单", Axis("命中清单", DutyTask.verdict, {**VERDICTS, "": "没有对照"}), COUNTED),
        Figure("way", "怎么来的", Axis("怎么来的", DutyTask.way, WAYS), COUNTED),
    ),
    when=DutyTask.created_at,
)
mount_statistics(
    bp,
    TASK_FIGURES,
    at="/statistics",
    show="duty_lists.show_task",
    ident="task_id",
    crumb=("下派任务", "duty_lists.tasks"),
)
