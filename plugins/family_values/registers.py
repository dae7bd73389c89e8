"""The lists of bookings and of halls."""

from plugins.family_values.choices import PURPOSES, RATINGS
from plugins.family_values.forms.halls import GuideForm
from plugins.family_values.models import CAME, Booking, Guide, Hall
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.imports import Import
from portal.records.ranges import Days, Year
from portal.records.register import Register

bookings = Register(
    Booking,
    key="family_values.bookings",
    name="家风馆预约",
    title="家风馆预约和接待",
    permission="family_values.view",
    show="family_values.show_booking",
    ident="id",
    counter="批",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "单位", main=True),
        Column("hall", "家风馆", Hall.name, only="opt2"),
        Column("day", "日期", kind="day", sorts=("day", "day_back")),
        Column("hours", "时段"),
        Column("purpose", "事由", names=PURPOSES, only="opt"),
        Column("people", "预约人数", kind="number"),
        Column("came", "实到", kind="number", read=lambda row: row.came or None),
        Column("status", "状态", kind="status"),
        Column("party_members", "预约党员", kind="number", shown=False),
        Column("came_party_members", "实到党员", kind="number", shown=False),
        Column("came_minors", "实到未成年人", kind="number", shown=False),
        Column("guide", "讲解员", Guide.name, kind="person", shown=False),
        Column("vehicles", "车辆", shown=False),
        Column("rating", "满意度", names={"": "", **RATINGS}, shown=False),
        Column("unit", "所在地", OrgUnit.short_name, shown=False),
        Column("created_at", "预约时间", kind="moment", shown=False),
    ),
    filters=(
        by_status(Booking, "还没有参观", came=("已接待", Booking.status.in_(CAME))),
        Choice("purpose", "事由", options=PURPOSES),
        Days("day", "参观日期", Booking.day),
        Year("year", "参观年份", Booking.day),
    ),
    search=(Booking.number, Booking.title),
    finds_by="编号、单位",
    order=Booking.created_at,
    sorts={"day": (Booking.day, True), "day_back": (Booking.day, False)},
    joins=(Booking.hall,),
    beside=((Guide, Guide.id == Booking.guide_id), (OrgUnit, OrgUnit.id == Booking.unit_id)),
    hit=("number", "status"),
    empty="没有符合条件的预约。",
)

halls = Register(
    Hall,
    key="family_values.halls",
    name="家风馆",
    permission="family_values.view",
    show="family_values.show_hall",
    counter="个",
    columns=(
        Column("name", "名称", main=True),
        Column("address", "地址"),
        Column("unit", "所在地", OrgUnit.short_name),
        Column("capacity", "每时段人数", kind="number"),
        Column("groups", "每时段批数", kind="number"),
        Column("phone", "电话", only="opt"),
    ),
    search=(Hall.name, Hall.address),
    finds_by="名称、地址",
    order=Hall.created_at,
    beside=((OrgUnit, OrgUnit.id == Hall.unit_id),),
    empty="还没有设立家风馆。",
)

GUIDES = Import(
    "family_values.guides",
    "导入讲解员",
    GuideForm,
    "family_values.manage",
    Guide,
    add=Hall.appoint.take,
    aliases={"phone": ("联系电话", "手机", "手机号"), "valid_from": ("任职日期", "起始日期")},
)
