"""The lists: orders, whom one looks in on, providers."""

from plugins.elder_services.choices import GROUNDS, SERVICES
from plugins.elder_services.forms import VisitedForm
from plugins.elder_services.models import Provider, ServiceOrder, Visited
from plugins.elder_services.models.provider import MANAGE
from portal import clock
from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.imports import Import
from portal.records.ranges import Days
from portal.records.register import Register

WHO = ("name", "id_number", "phone", "address")


def person_of(unit: OrgUnit, row: dict) -> Person:
    """The resident with this number, entered if new. RuleError where the register has another name for it."""
    return found_or_entered(unit, **{name: row[name] for name in WHO})


def enrol_row(unit: OrgUnit, *, by: User, ground: str, valid_from, **row) -> Visited:
    """A line of an imported roster, in the unit it was imported for."""
    return Visited.enrol(unit=unit, person=person_of(unit, row), ground=ground, valid_from=valid_from, by=by)


def _holds(row: Provider | Visited) -> str:
    today = clock.today()
    return "on" if row.valid_from <= today and (row.valid_until is None or today <= row.valid_until) else "off"


def _whether(model: type[Provider] | type[Visited], on: str, off: str) -> tuple[Column, Choice]:
    """The column and the filter: does the line of the roster hold today?"""
    named = {"on": on, "off": off}
    column = Column("holds", "状态", kind="status", read=_holds, names=named, tones={"on": "ok"})
    return column, Choice(
        "status", "状态", also={"on": (on, model.serving(TODAY)), "off": (off, ~model.serving(TODAY))}
    )


_offers, _offering = _whether(Provider, "服务中", "不在服务期")
_visits, _visiting = _whether(Visited, "探访中", "不在探访期")

providers = Register(
    Provider,
    key="elder_services.providers",
    name="服务单位",
    permission=MANAGE,
    show="elder_services.provider",
    columns=(
        Column("name", "名称", main=True, width=24),
        Column("kinds", "服务项目", read=lambda row: "、".join(SERVICES[each] for each in row.kinds.split()), width=24),
        Column("phone", "电话", width=14),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "最后一天", kind="day"),
        _offers,
    ),
    filters=(_offering,),
    search=(Provider.name,),
    finds_by="名称",
    order=Provider.valid_from,
    counter="个",
    empty="还没有登记服务单位。",
)
visited = Register(
    Visited,
    key="elder_services.visited",
    name="探访对象",
    permission="elder_services.view",
    show="elder_services.show_visited",
    columns=(
        Column("person", "姓名", Person.name, kind="person", main=True),
        Column("name", "原因", names=GROUNDS),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "最后一天", kind="day", only="opt"),
        _visits,
    ),
    filters=(_visiting, Choice("ground", "原因", Visited.name, options=GROUNDS)),
    search=(Person.name,),
    finds_by="姓名",
    order=Visited.valid_from,
    joins=((Person, Person.id == Visited.person_id),),
    beside=((OrgUnit, OrgUnit.id == Visited.unit_id),),
    counter="人",
    empty="还没有登记探访对象。",
)
ROSTER = Import(
    "elder_services.visited",
    "导入探访对象名册",
    VisitedForm,
    MANAGE,
    Visited,
    add=enrol_row,
    aliases={"id_number": ("证件号码", "身份证号码"), "phone": ("联系电话", "手机号"), "ground": ("类别", "人员类别")},
)
orders = Register(
    ServiceOrder,
    key="elder_services.orders",
    name="服务工单",
    permission="elder_services.view",
    show="elder_services.order",
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
