"""Who gets 高龄津贴: list, enrolling, the page of each, the roster from Excel."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from plugins.great_age.blueprint import bp
from plugins.great_age.forms import AccountForm, EnrolForm, StopForm
from plugins.great_age.models import GreatAge
from plugins.great_age.paid import amount_now, paid_to
from plugins.great_age.register import ROSTER, recipients, taken
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.asking import Ask, today
from portal.records.beginning import begin_button, mount_beginning
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LATEST = 12  # months on the page

mount_beginning(
    bp,
    GreatAge.enrol,
    Ask(
        EnrolForm,
        done=lambda row: f"已登记，编号 {row.number}。",
        button="登记",
        args=lambda form, unit: taken(unit, form.data),
        start=lambda unit: {"unit_id": unit.id, "valid_from": clock.today()},
        explanation="先按身份证号查找，居民库里已有的不重复登记。年龄和金额由系统按当月的本地规定计算。",
        error_at="id_number",
        keeps_draft=True,
    ),
    at="/recipients/new",
    show=lambda row: url_for("great_age.recipient", recipient_id=row.id),
    back="great_age.recipients",
    place="unit_id",
)
steps = mount(
    bp,
    GreatAge,
    at="/recipients/<int:recipient_id>",
    show="great_age.recipient",
    steps={
        GreatAge.change_account: Ask(AccountForm, at="account", done="已更正。", icon="pencil", error_at="account"),
        GreatAge.stop: Ask(StopForm, at="stop", done="已停发。", tone="danger", start=today("on"), error_at="on"),
    },
)


def _places() -> Select:
    """Streets and communities for which the reader may enter a roster."""
    return select(OrgUnit).where(OrgUnit.reach(current_user, ROSTER.needs), OrgUnit.kind.in_(("township", "community")))


def _begin() -> list[Action]:
    """Enter one, or the roster of the unit one works in."""
    one, unit = begin_button(GreatAge.enrol)(), current_unit()
    if not one or unit is None or db.session.scalar(_places().where(OrgUnit.id == unit.id)) is None:
        return one
    return [Action("从 Excel 导入", url_for("great_age.import_recipients", unit_id=unit.id), "folder"), *one]


mount_register(
    bp,
    recipients,
    at="/recipients",
    endpoint="recipients",
    export="great_age.export",
    actions=_begin,
)


def _place(unit_id: int) -> OrgUnit:
    return get_or_404(_places(), unit_id)


mount_import(bp, ROSTER, at="/units/<int:unit_id>", load=_place, back="great_age.recipients")


@bp.get("/recipients/<int:recipient_id>")
@requires("great_age.view")
def recipient(recipient_id: int):
    """Somebody entitled: since when, how old, how much, to which account, what was paid when, what was done."""
    whole = joinedload(GreatAge.unit), selectinload(GreatAge.events)
    row = get_or_404(GreatAge.visible_to(current_user).options(*whole), recipient_id)
    facts = [
        ("所属", row.unit.name),
        ("证件", row.person.id_number_masked),
        ("电话", row.person.phone_masked),
        ("出生日期", f"{row.born_on}，{row.age} 岁"),
        ("本月标准", amount_now(row)),
        ("起止", f"{row.valid_from} 起" + (f"，{row.valid_until} 止" if row.valid_until else "")),
        ("开户行", row.bank),
        ("账号", row.account_masked),
    ]
    shown = steps.shown(row, ("高龄津贴", "great_age.recipients"))
    return render("great_age/recipient.html", **shown, facts=facts, paid=paid_to(row, LATEST))
