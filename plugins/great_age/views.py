"""Who gets 高龄津贴: list, enrolling, the page of each, the roster from Excel."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from plugins.great_age.blueprint import bp
from plugins.great_age.correcting import too_much
from plugins.great_age.forms import (
    AccountForm,
    CorrectStopForm,
    EnrolForm,
    PersonForm,
    ResidentEnrolForm,
    ResumeForm,
    StartForm,
    StopForm,
    WithdrawForm,
)
from plugins.great_age.models import GreatAge
from plugins.great_age.paid import amount_now, paid_to
from plugins.great_age.register import ROSTER, recipients, taken
from portal import clock
from portal.extensions import db
from portal.money import format_yuan
from portal.org.models import OrgUnit
from portal.people.begun_from import resident_or_404
from portal.people.finding import found_or_entered
from portal.people.whole import contact_facts
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
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


mount_beginning(
    bp,
    GreatAge.enrol_resident,
    Ask(
        ResidentEnrolForm,
        done=lambda row: f"已登记，编号 {row.number}。",
        button="登记",
        start=lambda person: {"valid_from": clock.today()},
        explanation="登记在这位居民所属的单位。年龄和金额由系统按当月的本地规定计算。",
        error_at="valid_from",
        keeps_draft=True,
    ),
    at="/residents/<int:person_id>/recipient",
    of=resident_or_404,
    show=lambda row: url_for("great_age.recipient", recipient_id=row.id),
    back=lambda person: url_for("people.show", person_id=person.id),
)


def _months(form: ResumeForm, row: GreatAge) -> None:
    """The months from which it may go on, and what each means."""
    form.first.choices = [
        (f"{span.first}", f"{span}（补发 {later} 个月）" if later else f"{span}")
        for span, later in row.periods_after().items()
    ]


def _leading(row: GreatAge) -> str:
    """To the row that took the place of this one, also where that is of somebody else."""
    return url_for("great_age.recipient", recipient_id=(row.replacement() or row).id)


def _after_payment(row: GreatAge) -> str:
    if not row.has_lines():
        return "还没有结算过，直接更正。"
    return (
        f"已经结算过 {format_yuan(row.settled_in_all())} 元：这一条作废，重新登记一条，多发的在下一期扣回，少发的补发。"
    )


def _same_account(row: GreatAge) -> str:
    return f"{_after_payment(row)}开户行和账号不变，不对的另外更正账号。"


def _other_account(row: GreatAge) -> str:
    return f"{_after_payment(row)}开户行和账号是原来那位居民的，不带过来，请登记本人的账号。"


def _whose_account(row: GreatAge) -> str:
    if row.status != "void":
        return ""
    return f"这一条已作废，还有 {format_yuan(row.waiting_fen())} 元没有发给{row.person.name}：请填本人的账号，不要照抄原来的。"


def _withdrawn(row: GreatAge) -> str:
    return f"{too_much(row.settled_in_all())}这一条作废。以后又应当发的，重新登记。"


def _stopped(row: GreatAge) -> str:
    fen = row.settled_in_all()
    return f"从 {row.valid_from} 起已结算 {format_yuan(fen)} 元，其中最后一天那个月以后的要追回。" if fen else ""


steps = mount(
    bp,
    GreatAge,
    at="/recipients/<int:recipient_id>",
    show="great_age.recipient",
    steps={
        GreatAge.change_account: Ask(
            AccountForm, at="account", done="已更正。", icon="pencil", error_at="account", explanation=_whose_account
        ),
        GreatAge.stop: Ask(
            StopForm, at="stop", done="已停发。", tone="danger", start=today("on"), error_at="on", explanation=_stopped
        ),
        GreatAge.resume: Ask(
            ResumeForm,
            at="resumption",
            done="已恢复。",
            prepare=_months,
            explanation="恢复后是新的一条登记，编号另取；开户行和账号不变。停发以前的各月不受影响。",
            error_at="first",
            to=_leading,
        ),
        GreatAge.correct_start: Ask(
            StartForm,
            at="start",
            done="已更正。",
            icon="pencil",
            explanation=_same_account,
            start=lambda row: {"valid_from": row.valid_from},
            error_at="valid_from",
            to=_leading,
        ),
        GreatAge.correct_person: Ask(
            PersonForm,
            at="person",
            done="已更正。",
            icon="pencil",
            explanation=_other_account,
            args=lambda form, row: {
                "person": found_or_entered(
                    row.unit,
                    name=form.name.data,
                    id_number=form.id_number.data,
                    id_type=form.id_type.data,
                    answers=form.known.data,
                ),
                "reason": form.reason.data,
                "bank": form.bank.data,
                "account": form.account.data,
            },
            error_at="id_number",
            to=_leading,
        ),
        GreatAge.correct_stop: Ask(
            CorrectStopForm,
            at="earlier-stop",
            done="已更正。",
            icon="pencil",
            explanation="实际停发的日期更早的在这里改：这一条作废，重新登记一条，多发的在下一期扣回。开户行和账号不变。",
            start=lambda row: {"cause": row.end_reason, "on": row.valid_until},
            error_at="on",
            to=_leading,
        ),
        GreatAge.withdraw: Ask(WithdrawForm, at="withdrawal", done="已作废。", tone="danger", explanation=_withdrawn),
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


def _until(row: GreatAge) -> str:
    if row.status == "void":
        return f"{row.valid_from} 起，已作废，不计发"
    return f"{row.valid_from} 起" + (f"，{row.valid_until} 止" if row.valid_until else "")


@bp.get("/recipients/<int:recipient_id>")
@requires("great_age.view")
def recipient(recipient_id: int):
    """Somebody entitled: since when, how old, how much, to which account, what was paid when, what was done."""
    whole = joinedload(GreatAge.unit), joinedload(GreatAge.follows), selectinload(GreatAge.events)
    row = get_or_404(GreatAge.visible_to(current_user).options(*whole), recipient_id)
    facts = [
        ("所属", row.unit.name),
        ("证件", row.person.id_number_masked),
        *contact_facts(row, current_user),
        ("出生年月", f"{row.born_month:%Y-%m}，本月满 {row.age} 岁"),
        ("本月标准", amount_now(row)),
        ("起止", _until(row)),
        ("开户行", row.bank),
        ("账号", row.account_masked),
    ]
    if row.status == "void" and (fen := row.waiting_fen()):
        facts.append(("待发", f"{format_yuan(fen)} 元，付到在这里用“更正账号”登记的本人账号"))
    shown = steps.shown(row, ("高龄津贴", "great_age.recipients"))
    later = None if row.status == "active" else row.replacement() or row.successor()
    return render("great_age/recipient.html", **shown, facts=facts, paid=paid_to(row, LATEST), later=later)
