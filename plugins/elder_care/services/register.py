"""The lists of orders and of providers."""

from plugins.elder_care.choices import SERVICES
from plugins.elder_care.models import Provider, ServiceOrder
from plugins.elder_care.models.service import SERVICE
from portal import clock
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

_ON = {"on": "服务中", "off": "不在服务期"}


def _in_service(row) -> str:
    today = clock.today()
    return "on" if row.valid_from <= today and (row.valid_until is None or today <= row.valid_until) else "off"


providers = Register(
    Provider,
    key="elder_care.providers",
    name="服务单位",
    permission=SERVICE,
    show="elder_care.provider",
    columns=(
        Column("name", "名称", main=True, width=24),
        Column("kinds", "服务项目", read=lambda row: "、".join(SERVICES[each] for each in row.kinds.split()), width=24),
        Column("phone", "电话", width=14),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "最后一天", kind="day"),
        Column("service", "状态", kind="status", read=_in_service, names=_ON, tones={"on": "ok"}),
    ),
    filters=(
        Choice(
            "status",
            "状态",
            also={"on": (_ON["on"], Provider.serving(TODAY)), "off": (_ON["off"], ~Provider.serving(TODAY))},
        ),
    ),
    search=(Provider.name,),
    finds_by="名称",
    order=Provider.valid_from,
    counter="个",
    empty="还没有登记服务单位。",
)

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
