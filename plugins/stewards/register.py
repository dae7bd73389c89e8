"""The lists of 红管家: neighbourhoods, the roster, notes of rounds."""

from sqlalchemy import func, select

from plugins.stewards.choices import POSTS
from plugins.stewards.forms import StewardForm
from plugins.stewards.models import Neighbourhood, Round, Steward
from plugins.stewards.models.neighbourhood import MANAGE
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTER_NAMES
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.imports import Import
from portal.records.ranges import Days
from portal.records.register import Register

in_office = Steward.serving(TODAY)
serving = (
    select(func.count(Steward.id)).where(Steward.neighbourhood_id == Neighbourhood.id, in_office).scalar_subquery()
)

neighbourhoods = Register(
    Neighbourhood,
    key="stewards.neighbourhoods",
    name="小区",
    permission="stewards.view",
    show="stewards.show_neighbourhood",
    columns=(
        Column("name", "小区", main=True, width=20),
        Column("unit", "社区、网格", OrgUnit.short_name, width=16),
        Column("serving", "红管家", serving, kind="number"),
        Column("founded_on", "建立名册日期", kind="day", only="opt"),
    ),
    filters=(Days("founded", "建立名册日期", Neighbourhood.founded_on),),
    search=(Neighbourhood.name, OrgUnit.short_name),
    finds_by="小区、社区",
    order=Neighbourhood.founded_on,
    joins=((OrgUnit, OrgUnit.id == Neighbourhood.unit_id),),
    counter="个",
    empty="还没有登记小区。",
)

roster = Register(
    Steward,
    key="stewards.roster",
    name="红管家",
    title="红管家名册",
    permission="stewards.view",
    show="stewards.show_neighbourhood",
    ident="neighbourhood_id",
    columns=(
        Column("name", "姓名", main=True, width=14),
        Column("post", "职务", names=POSTS),
        Column("area", "负责范围", width=20),
        Column("neighbourhood", "小区", Neighbourhood.name, only="opt", width=20),
        Column("valid_from", "到任", kind="day", only="opt"),
        Column("valid_until", "卸任", kind="day", only="opt"),
    ),
    filters=(
        Choice("standing", "状态", also={"in": ("在任", in_office), "out": ("未到任、卸任", ~in_office)}),
        Choice("post", "职务", options=POSTS),
    ),
    search=(Steward.name, Steward.area, Neighbourhood.name),
    finds_by="姓名、范围、小区",
    order=Steward.valid_from,
    joins=((Neighbourhood, Neighbourhood.id == Steward.neighbourhood_id),),
    extra=(Steward.neighbourhood_id,),
    scope=Neighbourhood.reach,
    counter="人",
    empty="没有符合条件的红管家。",
)

rounds = Register(
    Round,
    key="stewards.rounds",
    name="巡访记录",
    permission="stewards.view",
    show="stewards.show_round",
    columns=(
        Column("title", "什么事", main=True, width=30),
        Column("neighbourhood", "小区", Neighbourhood.name, width=20),
        Column("location", "哪里", only="opt", width=20),
        Column("matter", "类别", names=MATTER_NAMES, only="opt"),
        Column("status", "状态", kind="status"),
        Column("case_number", "事项编号", Case.number, only="opt opt2", width=24),
        Column("noted_at", "时间", kind="moment"),
    ),
    filters=(
        by_status(Round, "没有结果"),
        Choice("matter", "类别", options=MATTER_NAMES),
        Days("noted", "日期", Round.noted_at),
    ),
    search=(Round.title, Round.location, Neighbourhood.name),
    finds_by="什么事、哪里、小区",
    order=Round.noted_at,
    joins=((Neighbourhood, Neighbourhood.id == Round.neighbourhood_id),),
    beside=((Case, Case.id == Round.case_id),),
    extra=(Round.recorder_id,),
    steps={Round.report: "case"},
    hit=("neighbourhood", "status"),
    counter="条",
    empty="没有符合条件的巡访记录。",
)

STEWARDS = Import(
    "stewards.roster",
    "导入红管家名册",
    StewardForm,
    MANAGE,
    Steward,
    add=Neighbourhood.enlist.take,
    aliases={
        "phone": ("联系电话", "手机", "手机号"),
        "area": ("楼栋单元", "包联范围"),
        "valid_from": ("到任日期", "任职时间"),
    },
)
