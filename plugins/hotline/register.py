"""The list of orders, and the import of the file that the platform hands out."""

from sqlalchemy import ColumnElement, and_, bindparam

from plugins.hotline.choices import ASKED, ENTER, KEY, NATURES, SOURCES, VIEW
from plugins.hotline.forms import AS_IS, SheetForm
from plugins.hotline.models import Order
from plugins.hotline.models.states import STATES
from portal import clock
from portal.accounts.models import User
from portal.cases.choices import URGENCIES
from portal.cases.models import Case
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, Flag, by_status
from portal.records.imports import Import
from portal.records.people import Contact, named
from portal.records.ranges import Days
from portal.records.register import Register
from portal.records.waiting import stands_in

NOW = bindparam("now", callable_=clock.now)  # bound when the list is read
TO_UPLOAD = and_(stands_in(Order, ("answered",)), Order.uploaded_at.is_(None))
_called = named(Order.caller_id)


def _caller(text: str, user: User) -> ColumnElement[bool]:
    """Orders of whoever has that name or telephone number, and did not ask to be kept secret."""
    return and_(Order.confidential.is_(False), _called(text, user))


orders = Register(
    Order,
    key="hotline.orders",
    name="工单",
    title="热线转办",
    permission=VIEW,
    show="hotline.show_order",
    columns=(
        Column("outside_number", "工单编号", width=24),
        Column("title", "什么事", main=True, width=30),
        Column("nature", "类型", names=NATURES, only="opt"),
        Column("category", "分类", only="opt opt2", width=16),
        Column("unit", "单位", OrgUnit.short_name, only="opt opt2", width=16),
        Column("status", "状态", kind="status"),
        Column("due_at", "回复期限", kind="due", read=lambda row: row.due_at if row.status in STATES.open else None),
        Column("sent_at", "派单时间", kind="moment", only="opt"),
        Column("number", "收文编号", kind="serial", shown=False),
        Column("source", "来源", names=SOURCES, shown=False),
        Column("sender", "转来的单位", shown=False, width=20),
        Column("urgency", "紧急程度", names=URGENCIES, shown=False),
        Column("joint", "联办", names={True: "是", False: "否"}, shown=False),
        Column("assisting", "协办单位", shown=False, width=24),
        Column("coordinates", "经纬度", shown=False, width=20),
        Column("case_number", "事项编号", Case.number, shown=False, width=24),
        Column("answered_at", "回复时间", kind="moment", shown=False),
        Column("redone", "重办次数", kind="number", shown=False),
    ),
    filters=(
        by_status(
            Order,
            "没有回复",
            upload=("已回复，没有报平台", TO_UPLOAD),
        ),
        Choice("source", "来源", options=SOURCES),
        Choice("nature", "类型", options=NATURES),
        Choice(
            "time",
            "期限",
            also={
                "late": ("已超期", and_(Order.status.in_(STATES.open), Order.due_at < NOW)),
                "asked": (
                    "延期等平台答复",
                    and_(Order.status.in_(STATES.open), Order.extension == ASKED),
                ),
            },
        ),
        Flag("joint", "联办的", Order.joint.is_(True)),
        Days("sent", "派单日期", Order.sent_at),
    ),
    search=(Order.number, Order.outside_number, Order.title),
    finds=_caller,
    finds_by="工单编号、什么事、诉求人全名或者电话",
    order=Order.created_at,
    joins=((OrgUnit, OrgUnit.id == Order.unit_id),),
    beside=((Case, Case.id == Order.case_id),),
    hit=("outside_number", "status"),
    empty="没有符合条件的工单。",
)


def enter_line(unit: OrgUnit, *, by: User, **line) -> Order:
    """登记 a line of the platform's file in `unit`. Raises RuleError."""
    caller = Contact(name=line["name"], phone=line["phone"] or None) if line["name"] else None
    return Order.receive(unit=unit, by=by, caller=caller, **{name: line[name] for name in AS_IS})


SHEET = Import(
    f"{KEY}.orders",
    "导入平台工单",
    SheetForm,
    ENTER,
    Order,
    add=enter_line,
    aliases={
        "outside_number": ("工单号", "受理编号", "诉求编号", "来文号", "编号", "外部单号"),
        "source": ("来源", "来源渠道"),
        "sender": ("转办单位", "来文单位"),
        "sent_at": ("派单日期", "交办时间", "转办时间", "下派时间"),
        "wanted_by": ("办理时限", "办结期限", "截止时间", "要求办结时间", "处置时限"),
        "nature": ("工单类型", "诉求性质"),
        "urgency": ("紧急等级",),
        "category": ("事项分类", "诉求主题", "问题分类", "分类"),
        "title": ("标题", "工单标题"),
        "text": ("工单内容", "反映内容", "内容"),
        "location": ("事发地点", "地址", "问题地址"),
        "coordinates": ("经纬", "坐标", "位置坐标"),
        "longitude": ("X坐标", "lng", "lon"),
        "latitude": ("Y坐标", "lat"),
        "joint": ("是否联办", "是否联办件"),
        "assisting": ("协办部门", "配合单位", "联办单位"),
        "name": ("来电人", "反映人", "市民姓名", "姓名"),
        "phone": ("来电号码", "电话", "诉求人电话", "市民电话"),
        "confidential": ("保密", "是否保密", "是否保密工单"),
        "wants_reply": ("是否回复", "需要回复", "是否需要回复"),
    },
)
