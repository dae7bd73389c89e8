"""The lists: orders, whom one looks in on, providers."""

from plugins.elder_services.choices import GROUNDS, SERVICES
from plugins.elder_services.forms import VisitedForm
from plugins.elder_services.models import Provider, ServiceOrder, Visited
from plugins.elder_services.models.provider import MANAGE
from portal import clock
from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.people.finding import resident_of
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.imports import Import
from portal.records.people_columns import TOLD_APART, naming
from portal.records.ranges import Days
from portal.records.register import Register

VIEW, NAMED = "elder_services.view", "姓名、拼音首字母、身份证号"


def enrol_row(unit: OrgUnit, *, by: User, ground: str, valid_from, **row) -> Visited:
    """A line of an imported roster, in the unit it was imported for."""
    return Visited.enrol(unit=unit, person=resident_of(unit, row), ground=ground, valid_from=valid_from, by=by)


def _holds(row: Provider | Visited) -> str:
    today = clock.today()
    if row.valid_until is not None and row.valid_until < row.valid_from:
        return "void"
    return "on" if row.valid_from <= today and (row.valid_until is None or today <= row.valid_until) else "off"


def _whether(model: type[Provider] | type[Visited], on: str, off: str) -> tuple[Column, Choice]:
    """The column and the filter: does the line of the roster hold today?"""
    named = {"on": on, "off": off, "void": "已作废"}
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
    permission=VIEW,
    show="elder_services.show_visited",
    columns=(
        Column("person", "姓名", Person.name, kind="person", main=True),
        *TOLD_APART,
        Column("name", "原因", names=GROUNDS),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "最后一天", kind="day", only="opt"),
        _visits,
    ),
    filters=(_visiting, Choice("ground", "原因", Visited.name, options=GROUNDS)),
    finds=naming(Visited.person_id, VIEW),
    finds_by=NAMED,
    order=Visited.valid_from,
    joins=((Person, Person.id == Visited.person_id),),
    beside=((OrgUnit, OrgUnit.id == Visited.unit_id),),
    hit=("born", "tel", "home", "name"),
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
    aliases={"ground": ("类别", "人员类别")},
)


def _what(row) -> str:
    """Which service, and for whom: of twenty visits on a page each leads to another."""
    return f"{SERVICES[row.what]}　{mask_name(row.person)}"


orders = Register(
    ServiceOrder,
    key="elder_services.orders",
    name="服务工单",
    permission=VIEW,
    show="elder_services.order",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("what", "服务", ServiceOrder.kind, read=_what, main=True, exported=False),
        Column("kind", "服务项目", names=SERVICES, shown=False),
        Column("person", "姓名", Person.name, kind="person", shown=False),
        *TOLD_APART,
        Column("unit", "所属", OrgUnit.short_name),
        Column("wanted_on", "约定日期", kind="day"),
        Column("provider", "服务单位", Provider.name, only="opt2"),
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
    finds=naming(ServiceOrder.person_id, VIEW),
    finds_by=f"编号、{NAMED}",
    order=ServiceOrder.created_at,
    beside=(
        (Person, Person.id == ServiceOrder.person_id),
        (OrgUnit, OrgUnit.id == ServiceOrder.unit_id),
        (Provider, Provider.id == ServiceOrder.provider_id),
    ),
    counter="单",
    empty="没有符合条件的服务工单。",
)
