"""The list of orders."""

from plugins.elder_care.choices import SERVICES
from plugins.elder_care.models import Provider, ServiceOrder
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

orders = Register(
    ServiceOrder,
    key="elder_care.services",
    name="服务工单",
    title="为老服务",
    permission="elder_care.members",
    show="elder_care.service",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("kind", "服务项目", names=SERVICES, main=True),
        Column("person", "老人", Person.name, kind="person"),
        Column("wanted_on", "约定日期", kind="day"),
        Column("provider", "服务单位", Provider.name),
        Column("status", "状态", kind="status"),
        Column("done_on", "服务日期", kind="day", shown=False),
        Column("result", "做了什么", shown=False),
    ),
    filters=(
        by_status(ServiceOrder, "办理中"),
        Choice("kind", "服务项目", options=SERVICES),
        Days("wanted", "约定日期", ServiceOrder.wanted_on),
    ),
    search=(ServiceOrder.number,),
    finds_by="编号",
    order=ServiceOrder.created_at,
    beside=((Person, Person.id == ServiceOrder.person_id), (Provider, Provider.id == ServiceOrder.provider_id)),
    counter="单",
    empty="没有符合条件的服务工单。",
)
