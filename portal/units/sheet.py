"""下级单位 from Excel: each line sets up one unit, as the page 增设下级单位 does."""

from datetime import date

from sqlalchemy import select
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Optional

from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.called import unit_called
from portal.org.models import KINDS, OrgUnit
from portal.people.publishing import no_numbers_here
from portal.records.imports import Import
from portal.units.forms import BETWEEN, WithReason
from portal.units.models import UnitChange
from portal.units.rules import BELOW, MANAGE
from portal.web.forms import Required, Short

SET_UP = {each: KINDS[each] for below in BELOW.values() for each in below}


class UnitLine(WithReason):
    """One line of the sheet; its labels are the headings."""

    creates = "一个单位"
    above = StringField("上级单位", [Short(80), no_numbers_here])
    kind = SelectField("类别", [Required("请填写类别。")], choices=SET_UP, default="grid")
    name = StringField("名称", [Required("请填写名称。"), Short(80), no_numbers_here])
    short_name = StringField("简称", [Short(40), no_numbers_here])
    households = IntegerField("户数", [Optional(), BETWEEN])
    code = StringField("网格编码", [Short(20)])


def stays(change: UnitChange) -> str:
    """Why it is not taken back: the trail names the unit from its first day, and a unit is never deleted."""
    return f"“{change.unit.short_name}”已经设立，记入了机构变动和审计，不能整批撤销。设错的，在它的页面上撤销或者并入其他单位。"


def set_up(
    owner: OrgUnit,
    *,
    by: User,
    above: str,
    kind: str,
    name: str,
    short_name: str,
    households: int | None,
    code: str,
    valid_from: date,
    reason: str,
    basis: str,
) -> UnitChange:
    """Set up the unit of a line below the one that it names, or below `owner`. Raises RuleError as 增设下级单位 does, and for a code that a grid has or had. Flushes."""
    managed = select(OrgUnit).where(OrgUnit.reach(by, MANAGE))
    parent = unit_called(above, owner, what="上级单位", at="above", among=managed) if above else owner
    change = UnitChange.set_up(parent, kind, name, short_name or "", households, valid_from, reason, basis or "", by=by)
    if code:
        _give_code(change.unit, code.strip())
    db.session.flush()
    return change


def _give_code(unit: OrgUnit, code: str) -> None:
    if unit.kind != "grid" or not (code.isascii() and code.isdigit()):
        raise RuleError("编码是数字，只有网格填写，请核对。", at="code")
    unit.take_code(code)


UNITS = Import(
    "units.below",
    "导入下级单位",
    UnitLine,
    MANAGE,
    UnitChange,
    add=set_up,
    holds=stays,
    aliases={
        "above": ("上级", "所属社区", "所属村社区", "所在社区"),
        "name": ("单位名称", "网格名称"),
        "code": ("编码",),
        "valid_from": ("设立日期", "开始日期"),
        "reason": ("设立原因",),
        "basis": ("文号", "批复文号"),
    },
)
