"""The list of screens."""

from plugins.wall.models import MANAGE, Screen
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.register import Register

screens = Register(
    Screen,
    key="wall.screens",
    name="大屏",
    permission=MANAGE,
    show="wall.show",
    columns=(
        Column("name", "大屏", main=True, width=24),
        Column("unit", "单位", OrgUnit.short_name, width=16),
        Column("put_up_at", "开通", kind="moment", only="opt"),
        Column("withdrawn_at", "撤下", kind="moment"),
    ),
    search=(Screen.name, OrgUnit.short_name),
    finds_by="大屏、单位",
    order=Screen.put_up_at,
    joins=((OrgUnit, OrgUnit.id == Screen.unit_id),),
    counter="块",
    empty="还没有开通大屏。",
)
