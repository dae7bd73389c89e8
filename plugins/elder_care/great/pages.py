"""Who gets 高龄津贴: list, enrolling, the page of each, the roster from Excel."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.great.forms import AccountForm, EnrolForm, RosterForm, StopForm
from plugins.elder_care.great.register import entitled
from plugins.elder_care.models import GreatAge
from plugins.elder_care.views.members import person_of
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import timeline
from portal.records.asking import Ask
from portal.records.beginning import begin_button, mount_beginning
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.records.lists import mount_register
from portal.records.mounting import mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

MANAGE = "elder_care.manage"
KEPT = ("valid_from", "bank", "account")


def _enrolled(form: EnrolForm, unit: OrgUnit) -> dict:
    return {"person": person_of(unit, form.data), **{name: form.data[name] for name in KEPT}}


def enrol_row(unit: OrgUnit, *, by: User, **row) -> GreatAge:
    """A line of an imported roster, in the unit it was imported for."""
    return GreatAge.enrol_great(unit=unit, person=person_of(unit, row), by=by, **{name: row[name] for name in KEPT})


mount_beginning(
    bp,
    GreatAge.enrol_great,
    Ask(
        EnrolForm,
        done=lambda row: f"已登记，编号 {row.number}。",
        button="登记",
        args=_enrolled,
        start=lambda unit: {"unit_id": unit.id, "valid_from": clock.today()},
        explanation="先按身份证号查找，居民库里已有的不重复登记。年龄和金额由系统按当月的本地规定计算。",
        error_at="id_number",
        keeps_draft=True,
    ),
    at="/great_ages/new",
    show=lambda row: url_for("elder_care.great_age", great_age_id=row.id),
    back="elder_care.great_ages",
    place="unit_id",
)
steps = mount(
    bp,
    GreatAge,
    at="/great_ages/<int:great_age_id>",
    show="elder_care.great_age",
    steps={
        GreatAge.change_account: Ask(AccountForm, at="account", done="已更正。", icon="pencil", error_at="account"),
        GreatAge.stop_great: Ask(
            StopForm, at="stop", done="已停发。", tone="danger", start=lambda row: {"on": clock.today()}, error_at="on"
        ),
    },
)


mount_register(
    bp,
    entitled,
    at="/great_ages",
    endpoint="great_ages",
    export="elder_care.export",
    actions=begin_button(GreatAge.enrol_great),
)
ROSTER = Import(
    "elder_care.great_age",
    "导入高龄津贴名册",
    RosterForm,
    MANAGE,
    GreatAge,
    add=enrol_row,
    aliases={
        "id_number": ("证件号码", "身份证号码"),
        "phone": ("联系电话", "手机号"),
        "account": ("银行卡号", "银行账号"),
    },
    holds=GreatAge.settled,
)
mount_import(
    bp,
    ROSTER,
    at="/great_ages/units/<int:unit_id>",
    load=lambda unit_id: get_or_404(_units(), unit_id),
    back="elder_care.great_ages",
)


def _units():
    return db.select(OrgUnit).where(OrgUnit.reach(current_user, MANAGE), OrgUnit.kind.in_(("township", "community")))


@bp.get("/great_ages/<int:great_age_id>")
@requires("elder_care.members")
def great_age(great_age_id: int):
    """Somebody entitled: since when, to which account, what was done."""
    whole = joinedload(GreatAge.unit), selectinload(GreatAge.events)
    row = get_or_404(GreatAge.visible_to(current_user).options(*whole), great_age_id)
    facts = [
        ("所属", row.unit.name),
        ("出生日期", str(row.born_on)),
        ("起止", f"{row.valid_from} 起" + (f"，{row.valid_until} 止" if row.valid_until else "")),
        ("开户行", row.bank),
        ("账号", row.account_masked),
    ]
    return render(
        "records/record.html",
        record=row,
        actions=steps.actions(row, current_user),
        steps=row.way,
        facts=facts,
        events=timeline(row),
        crumbs=[("高龄津贴", url_for("elder_care.great_ages")), (row.number, "")],
    )
