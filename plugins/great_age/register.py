"""The list of those who get 高龄津贴, and the roster from Excel that fills it."""

from collections.abc import Mapping
from typing import Any

from plugins.great_age.forms import RosterForm
from plugins.great_age.models import GreatAge
from plugins.great_age.paid import shown_beside
from portal import clock
from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.people.finding import resident_of
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import by_status
from portal.records.imports import Import
from portal.records.ranges import Days
from portal.records.register import Register
from portal.workdays.arithmetic import full_years

KEPT = ("valid_from", "bank", "account")

recipients = Register(
    GreatAge,
    key="great_age.recipients",
    name="高龄津贴对象",
    permission="great_age.view",
    show="great_age.recipient",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("name", "姓名", Person.name, kind="person", main=True),
        Column("id_number", "证件", of_page=shown_beside, only="opt", exported=False, width=20),
        Column("born_month", "出生年月", read=lambda row: f"{row.born_month:%Y-%m}", width=10),
        Column("years", "周岁", read=lambda row: full_years(row.born_month, clock.today()), kind="number", width=8),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "停发日期", kind="day"),
        Column("status", "状态", kind="status"),
    ),
    filters=(
        by_status(GreatAge),
        Days("since", "从哪天起", GreatAge.valid_from),
        Days("born", "出生年月", GreatAge.born_month),
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


def enrol_row(unit: OrgUnit, *, by: User, **row) -> GreatAge:
    """A line of an imported roster, in the unit it was imported for."""
    return GreatAge.enrol(unit=unit, by=by, **taken(unit, row))


def taken(unit: OrgUnit, row: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the form or of a line: the resident, found or entered, and the rest."""
    return {"person": resident_of(unit, row), **{name: row[name] for name in KEPT}}


ROSTER = Import(
    "great_age.recipients",
    "导入高龄津贴名册",
    RosterForm,
    "great_age.manage",
    GreatAge,
    add=enrol_row,
    aliases={
        "id_number": ("证件号码", "身份证号码"),
        "phone": ("联系电话", "手机号"),
        "account": ("银行卡号", "银行账号"),
    },
    holds=GreatAge.settled,
)
