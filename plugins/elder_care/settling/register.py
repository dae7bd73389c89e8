"""The list of settlements."""

from sqlalchemy import select

from plugins.elder_care.models import Canteen, MealSettlement
from portal.entitlements import Span
from portal.entitlements.register import SettlementList
from portal.entitlements.states import STATES
from portal.records.columns import Column
from portal.records.filters import Choice
from portal.records.ranges import Days

name_of_canteen = select(Canteen.name).where(Canteen.id == MealSettlement.canteen_id).scalar_subquery()

settlements = SettlementList(
    MealSettlement,
    key="elder_care.settlements",
    name="月结",
    title="助餐月结",
    permission="elder_care.view",
    show="elder_care.show_settlement",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("canteen", "助餐点", name_of_canteen, main=True),
        Column("first_day", "月份", read=lambda row: str(Span.around("month", row.first_day)), width=14),
        Column("people", "人数", kind="number"),
        Column("quantity", "餐数", kind="number"),
        Column("amount_fen", "补贴", kind="money"),
        Column("status", "状态", kind="status", names=STATES.names, tones=STATES.tones),
        Column("published_until", "公示到", kind="day", shown=False),
    ),
    filters=(
        Choice(
            "status", "状态", options=STATES.names, also={"open": ("办理中", MealSettlement.status.in_(STATES.open))}
        ),
        Days("month", "月份", MealSettlement.first_day),
    ),
    search=(MealSettlement.number,),
    finds_by="编号",
    order=MealSettlement.first_day,
    steps={},
    hit=("first_day", "status"),
    empty="还没有编制过月结。每月 1 日自动编制上月的；也可以手工编制。",
)
