"""What comes from Excel: the roster of duty, the items of the self-check, the centres of a place."""

from typing import Any

from plugins.centre.choices import MANAGE, RUN
from plugins.centre.forms.centres import CentreRowForm
from plugins.centre.forms.checks import ItemForm
from plugins.centre.forms.duty import ShiftForm
from plugins.centre.models import CheckItem, DutyShift, Hours, ServiceCentre
from portal.accounts.models import User
from portal.org.called import unit_called
from portal.org.models import OrgUnit
from portal.records.imports import Import

ROSTER = Import(
    "centre.roster",
    "导入值班表",
    ShiftForm,
    RUN,
    DutyShift,
    add=lambda centre, hours, **told: DutyShift.arrange(centre, hours=Hours.read(hours), **told),
    example={"window": "1", "hours": "00:00-23:59", "department": "", "holiday": "是"},
    aliases={
        "on": ("值班日期",),
        "name": ("姓名", "值班人", "值班员"),
        "department": ("部门", "单位", "派驻单位"),
        "hours": ("时间", "时段", "值班时间"),
    },
)
ITEMS = Import(
    "centre.items",
    "导入自检条目",
    ItemForm,
    MANAGE,
    CheckItem,
    add=lambda unit, **told: CheckItem.enter(unit=unit, **told),
    aliases={"block": ("板块", "类别"), "title": ("内容", "项目"), "source": ("依据",)},
)


def _found(owner: OrgUnit, *, by: User, unit: str, **told: Any) -> ServiceCentre:
    """One line of the roster of centres."""
    return ServiceCentre.found(unit=unit_called(unit, owner, what="单位", at="unit"), by=by, **told)


CENTRES = Import(
    "centre.centres",
    "导入综治中心名册",
    CentreRowForm,
    MANAGE,
    ServiceCentre,
    add=_found,
    example={"unit": "泰兴社区"},
    aliases={
        "unit": ("单位", "所属单位"),
        "title": ("中心名称", "综治中心名称"),
        "hours": ("工作时间",),
        "square_metres": ("面积", "建筑面积"),
        "opened_on": ("启用时间", "挂牌日期"),
    },
)
