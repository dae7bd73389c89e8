"""The list of 村级事项."""

from plugins.consultation.models.village import KINDS, ORIGINS, VillageMatter
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

village_matters = Register(
    VillageMatter,
    key="consultation.village_matters",
    name="村级事项",
    permission="consultation.view",
    show="consultation.show_village_matter",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事项", main=True, width=30),
        Column("origin", "动议事由", names=ORIGINS, only="opt"),
        Column("kind", "类别", names=KINDS, only="opt opt2", width=24),
        Column("status", "状态", kind="status"),
        Column("budget_fen", "预算", kind="money", only="opt"),
        Column("created_at", "登记时间", kind="day"),
        Column("published_until", "公开到", kind="day", shown=False),
        Column("due_on", "完成期限", kind="day", shown=False),
    ),
    filters=(
        by_status(VillageMatter, "没有归档"),
        Choice("kind", "类别", options=KINDS),
        Days("created", "登记日期", VillageMatter.created_at),
    ),
    search=(VillageMatter.number, VillageMatter.title),
    finds_by="编号、事项",
    order=VillageMatter.created_at,
    hit=("number", "status"),
    empty="没有符合条件的村级事项。",
)
