"""The lists of 接访登记: the visits, and the days of duty."""

from plugins.reception.choices import TOPIC_NAMES
from plugins.reception.models import ReceptionDay, Visit
from portal.cases.models import Case
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.people_columns import naming
from portal.records.ranges import Days
from portal.records.register import Register

visits = Register(
    Visit,
    key="reception.visits",
    name="来访",
    title="来访登记",
    permission="reception.view",
    show="reception.show",
    columns=(
        Column("number", "编号", kind="serial", only="opt"),
        Column("title", "什么事", main=True, width=30),
        Column("person", "来访人", Person.name, kind="person"),
        Column("topic", "类别", names=TOPIC_NAMES, only="opt"),
        Column("people_count", "人数", kind="number", only="opt opt2"),
        Column("desk", "窗口", only="opt opt2", shown=False),
        Column("status", "状态", kind="status"),
        Column("due_on", "期限", kind="due"),
        Column("case_number", "事项编号", Case.number, only="opt opt2", shown=False, width=24),
        Column("visited_at", "来访时间", kind="moment"),
    ),
    filters=(
        by_status(Visit, "没有结果"),
        Choice("topic", "类别", options=TOPIC_NAMES),
        Choice("urgent", "紧急", also={"1": ("紧急", Visit.urgent)}),
        Days("visited", "来访日期", Visit.visited_at),
    ),
    search=(Visit.number, Visit.title),
    finds=naming(Visit.person_id, "reception.view"),
    finds_by="编号、什么事、来访人",
    order=Visit.visited_at,
    beside=((Person, Person.id == Visit.person_id), (Case, Case.id == Visit.case_id)),
    hit=("status", "visited_at"),
    counter="次",
    empty="没有符合条件的来访。",
)

days = Register(
    ReceptionDay,
    key="reception.days",
    name="值班",
    title="值班和接待日",
    permission="reception.view",
    show="reception.show_day",
    columns=(
        Column("on", "日期", kind="day", main=True),
        Column("name", "值班人员", width=30),
        Column("leader", "接待领导", width=20),
        Column("room", "接待地点", only="opt", width=20),
        Column("unit", "单位", OrgUnit.short_name, only="opt", width=16),
    ),
    filters=(
        Choice("leader", "接待", also={"1": ("有领导接待", ReceptionDay.leader != "")}),
        Days("on", "日期", ReceptionDay.on),
    ),
    search=(ReceptionDay.name, ReceptionDay.leader),
    finds_by="值班人员、接待领导",
    order=ReceptionDay.on,
    joins=((OrgUnit, OrgUnit.id == ReceptionDay.unit_id),),
    counter="天",
    empty="还没有安排值班。",
)
