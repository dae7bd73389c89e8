"""Where 事项准入 meets the core: the desk, the search, cases that are handed down, what residents read, what stays open."""

from flask import url_for
from sqlalchemy import case

from plugins.duty_lists.models import Admission, AdmissionOpinion, CaseDuty, DutyEdition, DutyTask
from plugins.duty_lists.models.task_states import REGISTER
from plugins.duty_lists.register import admissions, items, tasks
from portal.cases.attached import attached, attaches
from portal.cases.models import Case
from portal.errors import RuleError
from portal.plugin.activation import takes_new
from portal.plugin.contributions import MOST_HITS, Action, Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import panel
from portal.records.waiting import stands_in

KEY, HERE = "duty_lists", "/duty_lists"
attaches(KEY, CaseDuty.case_id)
ASSESSED_AHEAD = 30  # days before which a yearly review is on the desk
QUEUES = [
    queue_of(
        DutyTask,
        "duty-tasks",
        "下派任务待办",
        at=f"{HERE}/tasks",
        text=DutyTask.sender + "：" + DutyTask.title,
        due=case((DutyTask.status == "urgent_agreed", DutyTask.urgent_until), else_=DutyTask.due_on),
        order=38,
    ),
    queue_of(
        AdmissionOpinion,
        "duty-opinions",
        "准入事项征求意见",
        at=f"{HERE}/opinions",
        text=Admission.title,
        due=Admission.due_on,
        joins=(AdmissionOpinion.admission,),
        order=39,
    ),
    queue_of(Admission, "duty-admissions", "准入申请待办", at=f"{HERE}/admissions", due=Admission.due_on, order=39),
    queue_of(
        Admission,
        "duty-assessments",
        "准入事项待评估",
        at=f"{HERE}/admissions",
        needs="duty_lists.manage",
        where=lambda reader: Admission.assess_on <= reader.today(ASSESSED_AHEAD),
        among=stands_in(Admission, ("approved",)),
        due=Admission.assess_on,
        order=39,
        task="评估",
        step=Admission.assess,
    ),
    queue_of(DutyEdition, "duty-editions", "清单待公布", at=f"{HERE}/lists", order=39),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Rows of the lists, tasks and applications that the reader may see."""
    return [hit for each in (tasks, items, admissions) for hit in each.hits(ctx, text)][:MOST_HITS]


def case_actions(ctx: Context, of: Case) -> list[Action]:
    """对照清单, for whoever may register tasks where the case lies."""
    if not (of.open and ctx.actor.can(REGISTER, of) and takes_new(KEY, of.unit)):
        return []
    return [Action("对照清单", url_for("duty_lists.of_case", case_id=of.id), "scale")]


def case_panels(of: Case) -> list[Panel]:
    """The row that a case is about."""
    tied = CaseDuty.of(of) if attached(of, KEY) else None
    return [panel("事项清单", "duty_lists/case_panel.html", tied=tied, item=tied.item)] if tied else []


def check_handing(record, event) -> None:
    """A case is handed to a community (交办, 下派): what is on 收回 or the negative list is refused. Raises RuleError, and nothing is handed on."""
    if not isinstance(record, Case) or event.verb not in ("assign", "delegate"):
        return
    handed = record.assignments[-1] if event.verb == "assign" else record.referrals[-1]
    origin, unit = (record.unit, handed.unit) if event.verb == "assign" else (handed.from_unit, handed.to_unit)
    if objection := CaseDuty.objection(record, unit, origin):
        raise RuleError(objection, at="unit_id")


def public_page(ctx: Context) -> PublicPage:
    """What may be asked of the unit, and what not."""
    url = url_for("duty_lists.public_lists", unit_id=ctx.unit.id)
    return PublicPage("履职事项清单", url, "社区、乡镇该做什么，不该做什么")


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit,
        (DutyTask, "{} 项下派任务还没有办完。"),
        (Admission, "{} 件准入申请还没有审批。"),
        (DutyEdition, "{} 版清单还没有公布。"),
    )
