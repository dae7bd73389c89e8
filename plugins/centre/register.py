"""The lists: centres, windows, departments, calls, shifts, exchanges, self-checks, items and measures."""

from typing import Any

from plugins.centre.choices import BLOCKS, PERIODS, PRESENCES, VIEW
from plugins.centre.models import (
    CentreWindow,
    CheckItem,
    CheckMeasure,
    DepartmentCall,
    DutyShift,
    Hours,
    Presence,
    SelfCheck,
    ServiceCentre,
    ShiftExchange,
    days_of,
)
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register


def placed(model):
    """Where a list is read in the order of its place: without the rows that concern a reader of elsewhere, who has them on the desk."""
    return lambda reader, permission: reader.reach(model, permission)


PLACE = Column("unit", "单位", OrgUnit.short_name, only="opt", width=16)


class Roster(Register):
    """The list of shifts. Who is on duty stands on the page, not in the workbook: there empty posts could be added up for a person (docs/adr/0073)."""

    def exported(self, asked: Any) -> list[Column]:
        return [each for each in super().exported(asked) if each.name != "name"] or [self.columns["title"]]


def _list(model: type[Any], name: str, show: str, kind: type[Register] = Register, **more: Any) -> Register:
    """What all these lists have in common."""
    return kind(
        model,
        key=f"centre.{show}s",
        name=name,
        permission=VIEW,
        show=f"centre.show_{show}",
        joins=((OrgUnit, OrgUnit.id == model.unit_id),),
        **more,
    )


centres = _list(
    ServiceCentre,
    "综治中心",
    "centre",
    columns=(
        Column("title", "名称", main=True, width=30),
        PLACE,
        Column("status", "状态", kind="status"),
        Column("address", "地址", only="opt", width=30),
        Column("phone", "电话", only="opt", width=16),
        Column("square_metres", "面积（平方米）", kind="number", only="opt opt2"),
        Column("opened_on", "启用", kind="day", only="opt opt2"),
        Column("watched_until", "到岗登记到", kind="day", shown=False),
    ),
    filters=(by_status(ServiceCentre), Days("created", "登记日期", ServiceCentre.created_at)),
    search=(ServiceCentre.title, ServiceCentre.address),
    finds_by="名称、地址",
    order=ServiceCentre.created_at,
    counter="个",
    empty="还没有登记综治中心。",
)
windows = _list(
    CentreWindow,
    "窗口",
    "window",
    columns=(
        Column("serial", "号数", kind="number"),
        Column("title", "窗口", main=True, width=24),
        PLACE,
        Column("kind", "类别", width=16),
        Column("status", "状态", kind="status"),
        Column("handles", "办什么", only="opt opt2", width=40),
        Column("valid_from", "从", kind="day", only="opt"),
        Column("valid_until", "到", kind="day", shown=False),
    ),
    filters=(by_status(CentreWindow), Days("created", "登记日期", CentreWindow.created_at)),
    search=(CentreWindow.title, CentreWindow.kind, CentreWindow.handles),
    finds_by="名称、类别、办什么",
    order=CentreWindow.created_at,
    counter="个",
    empty="还没有窗口，请在综治中心的页面上增设。",
)
presences = _list(
    Presence,
    "入驻部门",
    "presence",
    columns=(
        Column("title", "部门", main=True, width=24),
        PLACE,
        Column("kind", "怎么入驻", names=PRESENCES),
        Column("days", "哪几天", Presence.dates, read=lambda row: days_of(row.kind, row.weekdays, row.days), width=24),
        Column("status", "状态", kind="status"),
        Column("window", "窗口", CentreWindow.title, only="opt", width=20),
        Column("contact", "联系人", shown=False, width=12),
        Column("phone", "电话", only="opt opt2", width=16),
        Column("valid_from", "从", kind="day", only="opt opt2"),
        Column("valid_until", "到", kind="day", shown=False),
    ),
    filters=(
        by_status(Presence),
        Choice("kind", "怎么入驻", options=PRESENCES),
        Days("created", "登记日期", Presence.created_at),
    ),
    search=(Presence.title,),
    finds_by="部门",
    order=Presence.created_at,
    beside=((CentreWindow, CentreWindow.id == Presence.window_id),),
    extra=(Presence.weekdays,),
    empty="还没有登记入驻的部门，请在综治中心的页面上登记。",
    counter="个",
)
calls = _list(
    DepartmentCall,
    "随驻呼叫",
    "call",
    columns=(
        Column("called_at", "呼叫时间", kind="moment"),
        Column("title", "部门", width=24),
        Column("what", "请来办什么", main=True, width=40),
        PLACE,
        Column("status", "状态", kind="status"),
        Column("minutes", "几分钟到", kind="number", only="opt"),
    ),
    filters=(by_status(DepartmentCall, "还没有到"), Days("called", "呼叫日期", DepartmentCall.called_at)),
    search=(DepartmentCall.title, DepartmentCall.what),
    finds_by="部门、事由",
    order=DepartmentCall.called_at,
    scope=placed(DepartmentCall),
    counter="次",
    empty="没有符合条件的呼叫。",
)
shifts = _list(
    DutyShift,
    "值班",
    "shift",
    Roster,
    title="值班表",
    columns=(
        Column("on", "日期", kind="day"),
        Column("hours", "班次", DutyShift.ends_at, read=lambda row: Hours.of(row.starts_at, row.hours)),
        Column("title", "窗口、部门", main=True, width=30),
        Column("name", "值班人员", exported=False, width=14),
        PLACE,
        Column("status", "状态", kind="status"),
    ),
    filters=(
        by_status(DutyShift, "待到岗"),
        Choice("empty", "空岗", also={"yes": ("空岗的", DutyShift.was_empty)}),
        Days("day", "值班日期", DutyShift.starts_at),
    ),
    search=(DutyShift.title,),
    finds_by="窗口、部门",
    order=DutyShift.starts_at,
    extra=(DutyShift.starts_at,),
    scope=placed(DutyShift),
    counter="班",
    empty="没有符合条件的值班。",
)
exchanges = _list(
    ShiftExchange,
    "换班",
    "exchange",
    columns=(
        Column("title", "谁和谁换哪一班", main=True, width=50),
        PLACE,
        Column("status", "状态", kind="status"),
        Column("asked_at", "提出", kind="moment", only="opt"),
    ),
    filters=(by_status(ShiftExchange, "还没有答复"), Days("asked", "提出日期", ShiftExchange.asked_at)),
    search=(ShiftExchange.title,),
    finds_by="姓名、日期",
    order=ShiftExchange.asked_at,
    scope=placed(ShiftExchange),
    counter="次",
    empty="没有符合条件的换班。",
)
checks = _list(
    SelfCheck,
    "规范化自检",
    "check",
    columns=(
        Column("title", "哪一次", main=True, width=40),
        PLACE,
        Column("status", "状态", kind="status"),
        Column("year", "年份", kind="number", only="opt"),
        Column("quarter", "哪一期", read=lambda row: PERIODS[row.quarter], only="opt"),
    ),
    filters=(by_status(SelfCheck, "没有定稿"), Days("created", "开始日期", SelfCheck.created_at)),
    search=(SelfCheck.title,),
    finds_by="名称",
    order=SelfCheck.created_at,
    counter="次",
    empty="还没有自检，请在综治中心的页面上开始。",
)
items = _list(
    CheckItem,
    "自检条目",
    "item",
    columns=(
        Column("block", "哪一块", names=BLOCKS, width=14),
        Column("title", "条目", main=True, width=40),
        PLACE,
        Column("source", "来源", only="opt", width=30),
        Column("status", "状态", kind="status"),
        Column("valid_from", "从", kind="day", only="opt opt2"),
        Column("valid_until", "到", kind="day", shown=False),
    ),
    filters=(
        by_status(CheckItem),
        Choice("block", "哪一块", options=BLOCKS),
        Days("created", "登记日期", CheckItem.created_at),
    ),
    search=(CheckItem.title, CheckItem.source),
    finds_by="条目、来源",
    order=CheckItem.created_at,
    counter="条",
    empty="还没有自检条目，请登记，或者从 Excel 导入。",
)
measures = _list(
    CheckMeasure,
    "整改",
    "measure",
    columns=(
        Column("title", "怎么整改", main=True, width=40),
        Column("item", "哪一条", CheckItem.title, only="opt", width=40),
        PLACE,
        Column("status", "状态", kind="status"),
        Column("due_on", "期限", kind="due"),
        Column("done_on", "完成", kind="day", shown=False),
    ),
    filters=(
        by_status(CheckMeasure, "没有完成"),
        Choice(
            "late", "时限", also={"yes": ("已超期", (CheckMeasure.due_on < TODAY) & (CheckMeasure.status == "open"))}
        ),
        Days("created", "登记日期", CheckMeasure.created_at),
    ),
    search=(CheckMeasure.title,),
    finds_by="怎么整改",
    order=CheckMeasure.created_at,
    beside=((CheckItem, CheckItem.id == CheckMeasure.item_id),),
    empty="没有符合条件的整改。",
    counter="项",
)
