"""The list of whistles."""

from sqlalchemy import func, select

from plugins.whistle.choices import KINDS, VIEW
from plugins.whistle.models import Call, Whistle
from portal.cases.models import Case
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register


def _of_calls(*wanted):
    return select(func.count(Call.id)).where(Call.whistle_id == Whistle.id, *wanted).scalar_subquery()


def _awaited(row):
    """Until when somebody is still to come; None where all have."""
    return row.come_by if row.status == "blown" and row.came < row.called else None


whistles = Register(
    Whistle,
    key="whistle.whistles",
    name="吹哨",
    title="吹哨报到",
    permission=VIEW,
    show="whistle.show",
    columns=(
        Column("number", "哨单号", kind="serial"),
        Column("title", "事项", Case.title, main=True, width=30),
        Column("unit", "吹哨单位", OrgUnit.short_name, width=16),
        Column("kind", "为什么吹哨", names=KINDS, only="opt opt2", width=24),
        Column("status", "状态", kind="status"),
        Column("called", "应哨部门", _of_calls(), kind="number"),
        Column("came", "已报到", _of_calls(Call.came_at.is_not(None)), kind="number"),
        Column("come_by", "要求报到", kind="due", read=_awaited),
        Column("created_at", "吹哨时间", kind="moment", only="opt"),
    ),
    filters=(
        by_status(Whistle, "没有办结"),
        Choice("kind", "为什么吹哨", options=KINDS),
        Days("created", "吹哨日期", Whistle.created_at),
    ),
    scope=Whistle.listed,
    search=(Whistle.number, Case.title, OrgUnit.short_name),
    finds_by="哨单号、事项、吹哨单位",
    order=Whistle.created_at,
    joins=((Case, Case.id == Whistle.case_id), (OrgUnit, OrgUnit.id == Whistle.unit_id)),
    hit=("number", "status"),
    counter="次",
    empty="没有符合条件的吹哨。在事项的页面上点“吹哨”。",
)
