"""The list of supervisions; what is listed (挂牌) is a part of it."""

from sqlalchemy.orm import aliased

from plugins.supervision.choices import LEVELS, REASONS, VIEW
from plugins.supervision.models import Supervision
from portal.cases.models import Case
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, Flag, by_status
from portal.records.ranges import Days
from portal.records.register import Register

Target = aliased(OrgUnit)

orders = Register(
    Supervision,
    key="supervision.orders",
    name="督办",
    permission=VIEW,
    show="supervision.show",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事项", Case.title, main=True, width=30),
        Column("target", "被督办单位", Target.short_name, width=18),
        Column("level", "方式", names=LEVELS),
        Column("cause", "原因", names=REASONS, only="opt", width=16),
        Column("status", "状态", kind="status"),
        Column("unit", "督办单位", OrgUnit.short_name, only="opt opt2", width=16),
        Column("due_at", "答复期限", kind="due", read=lambda row: row.due_at if row.status == "issued" else None),
        Column("listed_at", "挂牌日期", kind="day", only="opt opt2"),
        Column("lifted_at", "解除、摘牌", kind="day", only="opt opt2"),
        Column("created_at", "督办日期", kind="day", shown=False),
    ),
    filters=(
        by_status(Supervision, "没有解除"),
        Choice("level", "方式", options=LEVELS),
        Choice("cause", "原因", options=REASONS),
        Flag("listed", "挂过牌的", Supervision.listed_at.is_not(None)),
        Days("created", "督办日期", Supervision.created_at),
    ),
    search=(Supervision.number, Case.title, Target.short_name),
    finds_by="编号、事项、被督办单位",
    order=Supervision.created_at,
    joins=(
        (Case, Case.id == Supervision.case_id),
        (OrgUnit, OrgUnit.id == Supervision.unit_id),
        (Target, Target.id == Supervision.target_id),
    ),
    hit=("number", "status"),
    empty="没有符合条件的督办。在事项的页面上点“督办”。",
)
