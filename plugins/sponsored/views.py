"""Pages of 包案: drafted from a case, approved, met, struck off, followed up, handed over."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.sponsored.blueprint import bp
from plugins.sponsored.choices import EXPORT, HANDLE, LOG, VIEW, higher_than
from plugins.sponsored.forms import (
    ChangeHandlerForm,
    ChangeLeaderForm,
    ContactForm,
    DraftForm,
    HandoverForm,
    MoreTimeForm,
    OpinionForm,
    PartyForm,
    RaiseForm,
    RelapseForm,
    StrikeForm,
)
from plugins.sponsored.models import IN_HAND, MET_IN, SponsorHandover, Sponsorship
from plugins.sponsored.papers import papers
from plugins.sponsored.register import sponsorships
from plugins.sponsored.settings import suggested_end
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.plugin.contributions import Action
from portal.records import NextStep
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render


def _draft(case: Case) -> dict:
    """What was typed the last time, where that was refused; else only the last day."""
    if was := Sponsorship.last_refused(case):
        told = {name: getattr(was, name) for name in ("grade", "leader_id", "focus", "measures", "goal", "due_on")}
        partners = [each.unit_id for each in was.partners]
        return told | {"handler": f"{was.responsible_id}-{was.handler_id}", "partners": partners}
    return {"due_on": suggested_end(case.unit)}


def _to_approve(sponsorship: Sponsorship) -> dict[str, str]:
    """What stands above the form of 批准包案."""
    return {
        "定级": sponsorship.grade_name,
        "包案领导": sponsorship.leader.name,
        "责任人": f"{sponsorship.responsible}{sponsorship.handler.name}",
        "配合单位": "、".join(str(each.unit) for each in sponsorship.partners),
        "期限": str(sponsorship.due_on),
        "诉求和争议焦点": sponsorship.focus,
        "措施": sponsorship.measures,
        "目标": sponsorship.goal,
    }


def _to_strike(sponsorship: Sponsorship) -> dict[str, str]:
    """What stands above the form of 销号."""
    return {
        "结果": sponsorship.result_name,
        "化解经过": sponsorship.account,
        "当事人": f"{sponsorship.attitude_name}（{sponsorship.confirmed_name}）",
        "佐证目录": sponsorship.proofs,
        "会商记录": sponsorship.meetings,
    }


def _to_grant(sponsorship: Sponsorship) -> dict[str, str]:
    return {"现在的期限": str(sponsorship.due_on), "申请延到": str(sponsorship.until)}


def _offer_grades(form: RaiseForm, sponsorship: Sponsorship) -> None:
    form.grade.choices = higher_than(sponsorship.grade)


def _offer_cases(form: RelapseForm, sponsorship: Sponsorship) -> None:
    form.case_id.choices = {each.id: f"{each.number}，{day(each.created_at)}登记" for each in sponsorship.to_judge}


def _visit(at: str) -> Ask:
    return Ask(
        PartyForm,
        at=at,
        done="已登记。",
        main=True,
        icon="phone",
        start=today("on"),
        prepare=lambda form, sponsorship: form.offer_parties(sponsorship.case),
    )


mount_register(bp, sponsorships, at="/sponsorships", endpoint="index", export=EXPORT)
mount_beginning(
    bp,
    Sponsorship.draft,
    Ask(
        DraftForm,
        done=lambda sponsorship: f"{sponsorship.number}：待批准。",
        button="拟包案",
        prepare=DraftForm.offer,
        start=_draft,
        error_at="due_on",
        keeps_draft=True,
    ),
    at="/cases/<int:case_id>/new",
    of=Case,
    show=lambda sponsorship: url_for("sponsored.show", sponsorship_id=sponsorship.id),
    back=lambda case: url_for("cases.show", case_id=case.id),
)


def _onward(sponsorship: Sponsorship, user: User) -> list[Action]:
    """What may be done next: what is to be handed over first."""
    handed = (action for each in sponsorship.handovers for action in handovers.actions(each, user))
    return [*handed, *steps.actions(sponsorship, user)]


steps = mount(
    bp,
    Sponsorship,
    at="/sponsorships/<int:sponsorship_id>",
    then=_onward,
    show="sponsored.show",
    steps={
        Sponsorship.approve: Ask(NoteForm, at="approval", done="已批准。", main=True, icon="check", seen=_to_approve),
        Sponsorship.grant: Ask(NoteForm, at="extension", done="已准予延期。", main=True, icon="check", seen=_to_grant),
        Sponsorship.record_contact: Ask(
            ContactForm,
            at="contacts/new",
            done="已登记。",
            main=True,
            icon="pencil",
            start=today("on"),
            prepare=lambda form, sponsorship: form.offer_parties(sponsorship.case),
            keeps_draft=True,
        ),
        Sponsorship.ask_to_strike: Ask(
            StrikeForm,
            at="closure/new",
            done="已申请，待复核。",
            icon="circle-check",
            start=present("account", "proofs", "meetings"),
            keeps_draft=True,
        ),
        Sponsorship.strike_off: Ask(
            OpinionForm, at="closure", done="已销号。", main=True, icon="circle-check", seen=_to_strike
        ),
        Sponsorship.send_back: Ask(ReasonForm, at="closure/refusal", done="已退回。", icon="undo-2", tone="danger"),
        Sponsorship.ask_for_time: Ask(MoreTimeForm, at="extension/new", done="已申请，待决定。", icon="clock"),
        Sponsorship.keep_limit: Ask(ReasonForm, at="extension/refusal", done="已登记。", icon="x"),
        Sponsorship.visit: _visit("visits/first"),
        Sponsorship.visit_again: _visit("visits/last"),
        Sponsorship.judge_relapse: Ask(
            RelapseForm,
            at="relapse",
            done="已认定。",
            main=True,
            icon="users",
            prepare=_offer_cases,
            error_at="case_id",
            explanation="同一当事人销号以后又来反映的事项。要再包的，在那一件上另行拟包。",
        ),
        Sponsorship.raise_grade: Ask(
            RaiseForm, at="grade", done="已升级。", icon="arrow-up", prepare=_offer_grades, error_at="grade"
        ),
        Sponsorship.change_leader: Ask(
            ChangeLeaderForm,
            at="leader",
            done="已更换，请接手的领导登记交接。",
            icon="users",
            prepare=lambda form, sponsorship: form.offer_leaders(sponsorship.unit),
        ),
        Sponsorship.change_handler: Ask(
            ChangeHandlerForm,
            at="handler",
            done="已更换。",
            icon="users",
            prepare=lambda form, sponsorship: form.offer_handlers(sponsorship.unit),
        ),
        Sponsorship.refuse: Ask(ReasonForm, at="refusal", done="已登记。", icon="ban", tone="danger"),
    },
)


def _handover(sponsorship_id: int, handover_id: int) -> SponsorHandover:
    """One of a sponsorship that the reader may see."""
    found = get_or_404(Sponsorship.visible_to(current_user), sponsorship_id)
    return next((each for each in found.handovers if each.id == handover_id), None) or abort(404)


handovers = mount(
    bp,
    SponsorHandover,
    at="/sponsorships/<int:sponsorship_id>/handovers/<int:handover_id>",
    show="sponsored.show",
    load=_handover,
    prefix="handover_",
    steps={
        SponsorHandover.take_over: Ask(
            HandoverForm, at="receipt", done="已交接，可以打印交接单。", main=True, icon="check", keeps_draft=True
        )
    },
)


def _facts(sponsorship: Sponsorship) -> list[tuple[str, str]]:
    told = [
        ("定级", sponsorship.grade_name),
        ("包案领导", sponsorship.leader.name),
        ("责任单位", str(sponsorship.responsible)),
        ("责任人", sponsorship.handler.name),
        ("配合单位", "、".join(str(each.unit) for each in sponsorship.partners)),
        ("期限", f"{day(sponsorship.due_on)}{'（延期过）' if sponsorship.extended else ''}"),
        ("申请延到", day(sponsorship.until)),
        ("下次见面", f"{day(sponsorship.next_contact_on)} 前" if sponsorship.status in MET_IN else ""),
        ("拟包", sponsorship.drafter.name),
        ("批准", sponsorship.approved_by.name if sponsorship.approved_by else ""),
        ("销号", day(sponsorship.struck_at)),
        ("下次回访", f"{day(sponsorship.visit_due_on)} 起" if sponsorship.visit_due_on else ""),
        ("反弹", day(sponsorship.relapsed_at)),
    ]
    return [(label, value) for label, value in told if value]


@bp.get("/sponsorships/<int:sponsorship_id>")
@requires(VIEW)
def show(sponsorship_id: int):
    """One sponsorship: what was settled, who was met, how it ended, who came again."""
    found = get_or_404(
        Sponsorship.visible_to(current_user).options(
            joinedload(Sponsorship.unit),
            joinedload(Sponsorship.case),
            joinedload(Sponsorship.leader),
            joinedload(Sponsorship.handler),
            joinedload(Sponsorship.drafter),
            joinedload(Sponsorship.approved_by),
            joinedload(Sponsorship.applied_by),
            joinedload(Sponsorship.struck_by),
            selectinload(Sponsorship.partners),
        ),
        sponsorship_id,
    )
    in_hand = found.status in IN_HAND
    reads_log = found.allows(current_user, LOG)
    in_full = reads_log or found.allows(current_user, HANDLE)  # 配合单位 read the task and the plan
    shown = steps.shown(found, ("包案", "sponsored.index"), papers)
    return render(
        "sponsored/show.html",
        **shown | {"next": NextStep.among(found, (), found.due_on if in_hand else None)},
        contacts=[each for each in reversed(found.contacts) if reads_log or each.by_id == current_user.id],
        rows=[(each, handovers.actions(each, current_user)) for each in reversed(found.handovers) if in_full],
        in_full=in_full,
        facts=_facts(found),
        due_at=found.due_on if in_hand else None,
        now=clock.now(),
        may_open=found.case.allows(current_user, "cases.view"),
        to_judge=found.to_judge,
    )
