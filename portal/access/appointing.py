"""任职名册: offices come from Excel as if they had been given on the page of each account; whoever is new gets an account under the name in the sheet."""

from datetime import date

from flask import url_for
from flask_login import current_user
from wtforms import StringField

from portal.access.blueprint import bp
from portal.access.taking_back import Given, used
from portal.accounts import policy, verbs
from portal.accounts.models import Appointment, User
from portal.accounts.rights import roles_in
from portal.errors import RuleError
from portal.extensions import db
from portal.org.called import unit_called
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.plugin.context import current_unit
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date


class AppointmentLine(Form):
    """One line of the sheet; its labels are the headings."""

    creates = "一个任职"
    name = StringField("姓名", [Required("请填写姓名。"), Short(40), no_numbers_here])
    username = StringField("账号", [Required("请填写账号。"), Short(40)])
    place = StringField("任职单位", [Required("请填写任职单位。"), Short(80)])
    role = StringField("角色", [Required("请填写角色。"), Short(40)])
    begins = Date("任职开始日期", [Optional()])
    last_day = Date("任职结束日期", [Optional()])


def _enter(
    unit: OrgUnit,
    *,
    by: User,
    name: str,
    username: str,
    place: str,
    role: str,
    begins: date | None,
    last_day: date | None,
) -> Appointment:
    """任职 of a line, in the place that it names, `unit` or below. Who has no account gets one without a password. Raises RuleError. Flushes."""
    where, name = unit_called(place, unit, what="任职单位", among=policy.units_of(by)), normalise_name(name)
    key, days = _role(where, role), {"begins": begins, "last_day": last_day}
    user = User.known_as(username)
    if user is None:
        return verbs.open_account(username, name, None, key, where, by=by, **days).appointments[0]
    if db.session.scalar(policy.visible_to(by).where(User.id == user.id).with_only_columns(User.id)) is None:
        raise RuleError(
            "账号：已经有人用，不在您管辖的单位。是同一个人的，请他现在单位的系统管理员办理；不是的，换一个账号。"
        )
    if user.name != name:
        raise RuleError(f"姓名：账号 {user.username} 登记的姓名不是这个，请核对。")
    return verbs.appoint(user, key, where, by=by, **days)


def _role(unit: OrgUnit, said: str) -> str:
    """The key of the role that is named. Raises RuleError where there is none of the name in `unit`."""
    names = {name: key for key, name in roles_in(unit).items()}
    if said not in names:
        raise RuleError(f"角色：{unit.name}没有“{said}”，有：{'、'.join(names)}。")
    return names[said]


ROSTER = Import(
    "access.appointments",
    "导入任职名册",
    AppointmentLine,
    policy.MANAGE,
    Appointment,
    add=_enter,
    holds=used,
    beside=Given.by,
    aliases={
        "name": ("人员", "工作人员"),
        "username": ("登录账号", "用户名", "登录名"),
        "place": ("单位", "所在单位", "部门"),
        "role": ("岗位", "职务"),
        "begins": ("从哪一天", "开始日期", "任职日期", "任职时间"),
        "last_day": ("到哪一天", "结束日期", "终止日期"),
    },
)
mount_import(bp, ROSTER, at="/units/<int:unit_id>", back="accounts.index")


def button() -> tuple[str, str] | None:
    """What leads from the list of accounts to the import into the unit one works in."""
    unit = current_unit()
    if unit is None or not current_user.can(policy.MANAGE, unit):
        return None
    return "从 Excel 导入任职", url_for("access.import_appointments", unit_id=unit.id)
