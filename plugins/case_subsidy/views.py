"""The list of awards, the page of one, its steps."""

from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.case_subsidy.blueprint import bp
from plugins.case_subsidy.choices import EXPORT, GRADES, VIEW
from plugins.case_subsidy.forms import ApprovalForm, CallForm, DeclarationForm, PayeeForm
from plugins.case_subsidy.models import Award, AwardCall
from plugins.case_subsidy.register import awards
from portal import clock
from portal.cases.models import Case
from portal.money import format_yuan
from portal.people.finding import resident_of
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render


def _offer_mediators(form: PayeeForm | DeclarationForm, award: Award) -> None:
    """By name; the one of a list, or those to tick."""
    names = award.names
    field = form.mediator if "mediator" in form else form.mediators
    field.choices = [(each.mediator_id, names.get(each.mediator_id, "一名调解员")) for each in award.shares]


def _declared(award: Award) -> dict:
    """Everybody, and as hard as whoever mediated says."""
    return {"mediators": [each.mediator_id for each in award.shares], "grade": award.difficulty}


def _lacking(award: Award) -> str:
    return f"卷宗缺：{award.lacking}。" if award.lacking else ""


def _before_approving(award: Award) -> str:
    return award.other_class(award.claimed) + _lacking(award)


mount_register(bp, awards, at="/awards", endpoint="awards", export=EXPORT)
steps = mount(
    bp,
    Award,
    at="/awards/<int:award_id>",
    show="case_subsidy.award",
    steps={
        Award.name_payee: Ask(
            PayeeForm,
            at="payee",
            done="已登记领款人。",
            icon="pencil",
            prepare=_offer_mediators,
            args=lambda form, award: {"mediator": form.mediator.data, "person": resident_of(award.unit, form.data)},
            explanation="谁调解补谁：填调解员本人的姓名和证件号码，居民库里已有的不重复登记。登记一次，以后各件都用。",
            error_at="name",
        ),
        Award.declare: Ask(
            DeclarationForm,
            at="declaration",
            done="已申报，待审定。",
            main=True,
            icon="send",
            prepare=_offer_mediators,
            start=_declared,
            explanation=_lacking,
            error_at="grade",
            keeps_draft=True,
        ),
        Award.waive: Ask(ReasonForm, at="waiver", done="已登记。", icon="x"),
        Award.reopen: Ask(ReasonForm, at="reopening", done="可以重新申报。", icon="undo-2"),
        Award.approve: Ask(
            ApprovalForm,
            at="approval",
            done=lambda award: f"已审定，{format_yuan(award.amount_fen)} 元。",
            main=True,
            icon="check",
            start=lambda award: {"grade": award.claimed},
            explanation=_before_approving,
            error_at="grade",
        ),
        Award.send_back: Ask(ReasonForm, at="return", done="已退回。", icon="undo-2"),
        Award.refuse: Ask(ReasonForm, at="refusal", done="已登记。", icon="x", tone="danger"),
        Award.call: Ask(
            CallForm,
            at="calls/new",
            done="已登记回访。",
            icon="phone",
            start=lambda award: {"called_on": clock.today()},
            explanation="由没有调解、申报、审定这一件的人回访当事人，结果留在这里。",
            error_at="result",
        ),
        Award.cancel: Ask(
            ReasonForm,
            at="cancellation",
            done="已取消，金额已冲回。",
            icon="x",
            tone="danger",
            explanation="弄虚作假的取消：入账的金额冲回，已经发的从本人以后的补贴里扣回，或者登记追回。",
        ),
    },
)


def _facts(award: Award) -> list[tuple[str, str]]:
    told = [
        ("调委会", award.body),
        ("卷宗编号", award.dispute),
        ("形式", "口头" if award.oral else "书面"),
        ("协议生效", day(award.agreed_on)),
        ("结案", day(award.ended_on)),
        ("调解时登记的难易", GRADES.get(award.difficulty, "")),
        ("申报等级", award.claimed_name),
        ("审定等级", award.grade_name),
        ("补贴", f"{format_yuan(award.amount_fen)} 元" if award.amount_fen else ""),
        ("卷宗缺", award.lacking),
        ("纠纷现在的情况", award.unfounded),
    ]
    return [(label, value) for label, value in told if value]


@bp.get("/awards/<int:award_id>")
@requires(VIEW)
def award(award_id: int):
    """One award: who mediated and gets what part, who was called, what is known of it."""
    found = get_or_404(
        Award.visible_to(current_user).options(
            joinedload(Award.unit),
            joinedload(Award.case),
            selectinload(Award.shares),
            selectinload(Award.calls).joinedload(AwardCall.caller),
        ),
        award_id,
    )
    names, payees = found.names, found.payee_rows
    return render(
        "case_subsidy/award.html",
        **steps.shown(found, ("以案定补", "case_subsidy.awards")),
        shares=[
            (names.get(each.mediator_id, "一名调解员"), each, payees.get(each.mediator_id)) for each in found.shares
        ],
        facts=_facts(found),
        may_open=found.case is not None and found.case.allows(current_user, Case.permission),
        may_name=steps.offers(Award.name_payee, found, current_user),
    )
