"""The list of those who get 高龄津贴."""

from plugins.elder_care.models import GreatAge
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import Choice
from portal.records.ranges import Days
from portal.records.register import Register

entitled = Register(
    GreatAge,
    key="elder_care.great_age",
    name="高龄津贴对象",
    permission="elder_care.members",
    show="elder_care.great_age",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("name", "姓名", Person.name, kind="person", main=True),
        Column("born_on", "出生日期", kind="day"),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "停发日期", kind="day"),
        Column("status", "状态", kind="status", names=GreatAge.states.names, tones=GreatAge.states.tones),
    ),
    filters=(
        Choice("status", "状态", options=GreatAge.states.names),
        Days("since", "从哪天起", GreatAge.valid_from),
        Days("born", "出生日期", GreatAge.born_on),
    ),
    search=(GreatAge.number, Person.name),
    finds_by="编号、姓名",
    order=GreatAge.valid_from,
    joins=((Person, Person.id == GreatAge.person_id),),
    beside=((OrgUnit, OrgUnit.id == GreatAge.unit_id),),
    scope=GreatAge.reach,
    counter="人",
    empty="还没有登记高龄津贴对象。",
)
