"""The list of awards."""

from plugins.case_subsidy.choices import GRADES, VIEW
from plugins.case_subsidy.models import Award
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

awards = Register(
    Award,
    key="case_subsidy.awards",
    name="以案定补",
    permission=VIEW,
    show="case_subsidy.award",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("body", "调委会", main=True, width=32),
        Column("dispute", "卷宗编号", width=24),
        Column("unit", "所在单位", OrgUnit.short_name, only="opt", width=16),
        Column("ended_on", "结案日期", kind="day"),
        Column("claimed", "申报等级", names=GRADES, only="opt", width=10),
        Column("grade", "审定等级", names=GRADES, width=10),
        Column("oral", "形式", read=lambda row: "口头" if row.oral else "书面", only="opt", width=8),
        Column(
            "amount_fen", "补贴", kind="money", read=lambda row: row.amount_fen if row.status == "approved" else None
        ),
        Column("status", "状态", kind="status"),
        Column("agreed_on", "协议生效", kind="day", shown=False),
    ),
    filters=(
        by_status(Award, "没有审定"),
        Choice("grade", "审定等级", options=GRADES),
        Days("ended", "结案日期", Award.ended_on),
    ),
    search=(Award.number, Award.dispute, Award.body),
    finds_by="编号、卷宗编号、调委会",
    order=Award.created_at,
    beside=((OrgUnit, OrgUnit.id == Award.unit_id),),
    counter="件",
    empty="还没有。调解成功、全部履行的纠纷结案以后自动出现在这里。",
)
