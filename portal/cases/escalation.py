"""上报、下派: how these steps are asked for, and the list of what became of them."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import or_, select, text
from sqlalchemy.orm import joinedload
from wtforms import SelectField, TextAreaField

from portal.cases.blueprint import bp
from portal.cases.models import Case
from portal.cases.models.charge import offices_in_charge
from portal.cases.models.escalating import above
from portal.cases.models.referral import ASSIGN, Referral
from portal.cases.models.states import UNTOLD_SQL
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, within_years
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render

PER_PAGE = 50
WITH_UNITS_BELOW = ("city", "county", "township", "community")


def _words(label: str, **more) -> TextAreaField:
    return TextAreaField(label, [Required(), Short(1000), no_numbers_here], render_kw={"rows": 3}, **more)


class EscalateForm(Form):
    """上报: to whom, why, what was done, what is asked for."""

    unit_id = SelectField("上报给", coerce=int)
    reason = _words("本单位为什么办不了", description="例如超出职权、牵涉别的乡镇街道、没有执法权。")
    done = _words("已经做了什么")
    asked = _words("请上级做什么")


class DelegateForm(Form):
    """下派: to whom, what is expected, by when."""

    unit_id = SelectField("下派给", coerce=int)
    asked = _words("要求")
    due_on = Date("办结期限", [Required("请填写日期。"), within_years(3)], description="不晚于这件事的办理时限。")


def _offer_superiors(form: EscalateForm, case: Case) -> None:
    form.unit_id.choices = {each.id: each.name for each in case.superiors(case.office_of(current_user))}


def _offer_subordinates(form: DelegateForm, case: Case) -> None:
    units = case.subordinates(case.office_of(current_user))
    form.unit_id.choices = {0: "请选择"} | {each.id: each.short_name for each in units}


def _offices(case: Case) -> list[OrgUnit]:
    """Where the reader decides on the case, the nearest office only."""
    return offices_in_charge(case, current_user, ASSIGN)[:1]


def _chosen(units: list, ident: int):
    return next((each for each in units if each.id == ident), None)


def _escalated(form: EscalateForm, case: Case) -> dict:
    unit = _chosen(case.superiors(case.office_of(current_user)), form.unit_id.data)
    return {"unit": unit} | {name: form[name].data for name in ("reason", "done", "asked")}


def _delegated(form: DelegateForm, case: Case) -> dict:
    unit = _chosen(case.subordinates(case.office_of(current_user)), form.unit_id.data)
    return {"unit": unit, "asked": form.asked.data, "due_on": form.due_on.data}


ESCALATION = {
    Case.escalate: Ask(
        EscalateForm,
        at="escalation",
        done="已上报，等上级接受；在那以前仍由本单位负责。",
        icon="arrow-up",
        shown=lambda case: any(above(each) for each in _offices(case)),
        keeps_draft=True,
        explanation="上级接受以后由上级负责，本单位可以继续查看；退回的仍由本单位办理。办理时限照常计算。",
        prepare=_offer_superiors,
        args=_escalated,
        error_at="unit_id",
    ),
    Case.delegate: Ask(
        DelegateForm,
        at="delegation",
        done="已下派，等下级接受。",
        icon="arrow-down",
        shown=lambda case: any(each.kind in WITH_UNITS_BELOW for each in _offices(case)),
        keeps_draft=True,
        explanation="交给本单位的下一级单位负责。事项不在那里的，所在单位随之改为那里；接受以前可以撤回。",
        prepare=_offer_subordinates,
        args=_delegated,
        error_at="unit_id",
    ),
}


def _of_case(case_id: int, referral_id: int) -> Referral:
    """One of a case that the reader may see."""
    case = get_or_404(Case.visible_to(current_user), case_id)
    return _chosen(case.referrals, referral_id) or abort(404)


def _received(referral: Referral) -> bool:
    return referral.is_received_by(current_user)


def _sent(referral: Referral) -> bool:
    return referral.is_sent_by(current_user)


def _what_was_asked(referral: Referral) -> str:
    said = (("理由", referral.reason), ("已做工作", referral.done), ("要求", referral.asked))
    told = "".join(f"{label}：{words}\n" for label, words in said if words)
    return f"{referral.from_unit}{referral.way}，{moment(referral.due_at)} 前答复。\n{told}"


referrals = mount(
    bp,
    Referral,
    at="/<int:case_id>/referrals/<int:referral_id>",
    show="cases.show",
    load=_of_case,
    prefix="referral_",
    steps={
        Referral.take_over: Ask(
            NoteForm,
            at="acceptance",
            done="已接受，由本单位负责。",
            title=lambda referral: f"接受{referral.way}",
            button="接受",
            main=True,
            icon="check",
            shown=_received,
            explanation=_what_was_asked,
        ),
        Referral.refuse: Ask(
            ReasonForm,
            at="return",
            done="已退回。",
            title=lambda referral: f"退回{referral.way}",
            button="退回",
            icon="undo-2",
            tone="danger",
            shown=_received,
            keeps_draft=True,
            explanation=_what_was_asked,
        ),
        Referral.undo: Ask(
            NoteForm,
            at="withdrawal",
            done="已撤回，仍由本单位负责。",
            title=lambda referral: f"撤回{referral.way}",
            button="撤回",
            icon="undo-2",
            shown=_sent,
        ),
    },
)


def _to_be_told(referral_id: int) -> Referral:
    """One that the reader's unit passed on."""
    found = db.session.get(Referral, referral_id) if referral_id <= LARGEST_ID else None
    return found if found and found.is_sent_by(current_user) else abort(404)


def _what_became(referral: Referral) -> str:
    if referral.status == "refused":
        return (
            f"{referral.to_unit}于 {moment(referral.answered_at)} 退回，仍由{referral.from_unit}负责。{referral.answer}"
        )
    return f"{referral.to_unit}负责的这件事已于 {moment(referral.record.closed_at)} 办结。{referral.record.outcome}"


mount(
    bp,
    Referral,
    at="/referrals/<int:referral_id>",
    leads=False,
    show="cases.index",
    load=_to_be_told,
    prefix="referral_",
    steps={
        Referral.take_note: Ask(
            PlainForm,
            at="notice",
            done="已知悉。",
            button="知道了",
            explanation=_what_became,
            to=lambda referral: url_for("home.desk"),
        ),
    },
)


@bp.get("/referrals")
@requires(ASSIGN)
def answered():
    """上报、下派的结果: the list to which the card of the desk leads, the oldest first."""
    offices = current_user.units_with(ASSIGN)
    here = or_(*(unit.subtree_of(Case) & Referral.sent_from(unit.level) for unit in offices))
    found = select(Referral.id, Referral.at).join(Referral.record).where(text(UNTOLD_SQL), Referral.untold(), here)
    page = paginate(found, Referral.at, Referral.id, per_page=PER_PAGE, oldest_first=True)
    shown = (
        select(Referral).where(Referral.id.in_([each.id for each in page.rows])).options(joinedload(Referral.record))
    )
    rows = db.session.scalars(shown.order_by(Referral.at, Referral.id)).all()
    return render("cases/referrals.html", page=page, rows=rows)


def shown(case: Case) -> list[dict]:
    """What was passed up and down, the newest first, with what the reader may do."""
    return [
        {
            "way": each.way,
            "from_unit": each.from_unit.short_name,
            "to_unit": each.to_unit.short_name,
            "day": day(each.at),
            "status": each.status_name,
            "tone": each.tone,
            "due_at": each.due_at if each.open else None,
            "due_on": each.due_on,
            "note": each.answer or each.asked,
            "actions": referrals.actions(each, current_user) if each.open else [],
        }
        for each in reversed(case.referrals)
    ]
