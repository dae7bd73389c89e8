"""The steps of a dispute: what each asks for, and what is said when it is taken."""

from flask import url_for

from plugins.mediation.agreement_forms import MaterialForm, OralForm
from plugins.mediation.blueprint import bp
from plugins.mediation.forms import (
    AcceptanceCorrectionForm,
    AcceptanceForm,
    AgentForm,
    ClosureForm,
    FollowUpForm,
    LeavingForm,
    SessionCorrectionForm,
    SessionForm,
    TerminationForm,
    WaysOutForm,
)
from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.report_form import ReportForm, reported
from plugins.mediation.views.amendment import STEPS as AMENDMENT
from plugins.mediation.views.checking import as_noted, noted, offer_to_note
from plugins.mediation.views.confirmation import STEPS as CONFIRMATION
from plugins.mediation.views.filing import STEPS as FILING
from plugins.mediation.views.hearing import (
    acceptance_corrected,
    accepted,
    acting,
    as_accepted,
    as_written,
    consents_and_mediators,
    left,
    new_record,
    offer_mediators,
    offer_notice,
    offer_parties,
    offer_parties_and_mediators,
    offer_parting,
    session_told,
    to_go_on,
    usual,
    written,
)
from plugins.mediation.views.investigation import STEPS as INVESTIGATION
from plugins.mediation.views.performance import STEPS as PERFORMANCE
from plugins.mediation.views.performance import said_of_payment
from plugins.mediation.views.recusals import STEPS as RECUSALS
from plugins.mediation.views.scans import expect_materials
from plugins.mediation.views.sittings import STEPS as SITTINGS
from plugins.mediation.views.whole import dispute_seen
from portal import clock
from portal.accounts.models import User
from portal.people.fields import say_known
from portal.plugin.contributions import Action
from portal.records.forms import ReasonForm, day_form
from portal.records.mounting import Ask, among, mount, today
from portal.web.pages.formatting import day

VISIT = (
    *("visited_at", "way", "interviewee", "performance", "satisfaction"),
    *("lawsuit", "wrong_mediation", "new_risk", "measures", "closes"),
)
PUT_RIGHT = "改了哪几项、为什么改，留在办理记录里；以前出具的文书标明“更正前出具”。"
TELL = "请先打印《权利义务告知书》，向各方当事人说明并签收（人民调解法第二十三、二十四条）。"


def visit(dispute: Dispute) -> dict:
    """What the record of a visit begins with; for a minor the guardian is asked."""
    first = dispute.parties[0]
    asked = (first.agent if first.needs_guardian and first.agent else first.party).name
    usual = {"lawsuit": "否", "wrong_mediation": "无", "new_risk": "无"}
    return usual | {"visited_at": clock.now(), "interviewee": asked}


def offer_unpaid(form: FollowUpForm, dispute: Dispute) -> None:
    """What is still to be performed, where anything is."""
    due = dispute.agreement.unpaid
    form.paid.choices = {each.id: f"{day(each.due_on)} {each.owed}" for each in due}
    form.offer_payment(dispute)
    if not due:
        del form.paid, form.payer_id, form.payee_id, form.how


def visited(form: FollowUpForm, dispute: Dispute) -> dict:
    """What was heard, as `Dispute.visit` takes it."""
    ticked = form.paid.data if form.paid else []
    paid = [each for each in dispute.agreement.unpaid if each.id in ticked]
    return {name: form[name].data for name in VISIT} | {"paid": paid, "payment": form.payment() if paid else None}


def followed_up(dispute: Dispute) -> str:
    return "已保存回访记录。" if dispute.open else "已保存回访记录并结案，结果已反馈，等待核查归档。"


def offer_relations(form: AgentForm, dispute: Dispute, party: DisputeParty) -> None:
    """What the agent may be to the party, and what is known of the one there is; own work is asked about from sixteen on."""
    form.relation.choices = list(party.relations.items())
    if not party.may_earn:
        del form.own_work
    if "entrusted" not in party.relations:
        del form.scope, form.acts, form.acts_from, form.acts_until, form.paper_seen_on, form.papers
    if party.agent:
        say_known(form, party.agent)


def uploaded(dispute: Dispute) -> str:
    return "已上传。要件齐备，协议已生效。" if dispute.status == "effective" and not dispute.follow_ups else "已上传。"


def may_be_mediated_by(user: User, dispute: Dispute) -> bool:
    """Whether `user` mediates the dispute, and it is still under way."""
    return dispute.open and dispute.entrusted_to(user, MEDIATE) and steps.takes_new(dispute)


def offered(dispute: Dispute, user: User) -> list[Action]:
    """The steps, and the two pages that are filled in more than once; the likeliest first."""
    found = steps.actions(dispute, user)
    may_mediate = may_be_mediated_by(user, dispute)
    if may_mediate and dispute.status == "pending":
        found.append(Action("当场调解", url_for("mediation.meet_at_one_table", dispute_id=dispute.id), "handshake"))
    if may_mediate and dispute.status == "mediating" and dispute.notice_on:
        label, written = "修改协议" if dispute.agreement else "起草协议", dispute.agreement is not None
        url = url_for("mediation.edit_agreement", dispute_id=dispute.id)
        drafts = bool(dispute.sessions) and not written and not to_go_on(dispute)
        found.append(Action(label, url, "pencil", drafts))
    if may_mediate and dispute.status == "agreed":
        url = url_for("mediation.edit_signatures", dispute_id=dispute.id)
        found.append(Action("登记签名、盖章", url, "pencil", True))
    return sorted(found, key=lambda each: not each.main)


steps = mount(
    bp,
    Dispute,
    at="/disputes/<int:dispute_id>",
    show="mediation.show",
    load=dispute_seen,
    then=offered,
    steps={
        Dispute.accept: Ask(
            AcceptanceForm,
            at="acceptance",
            done=accepted,
            main=True,
            icon="check",
            template="mediation/acceptance.html",
            start=usual,
            prepare=offer_parties_and_mediators,
            args=consents_and_mediators,
            error_at="mediators",
        ),
        Dispute.give_notice: Ask(
            day_form("告知日期"),
            at="notice",
            done="已登记告知日期。",
            shown=lambda dispute: bool(dispute.untold),
            start=today("on"),
            explanation=TELL,
            template="mediation/notice.html",
            context=lambda dispute: {"paper_url": papers.url("rights", dispute)},
        ),
        Dispute.hold_session: Ask(
            SessionForm,
            at="sessions/new",
            done=lambda dispute: f"已保存第 {len(dispute.sessions)} 次调解记录。",
            main=lambda dispute: not dispute.sessions or to_go_on(dispute),
            icon="plus",
            shown=lambda dispute: dispute.status == "mediating",
            button="保存记录",
            start=new_record,
            prepare=offer_notice,
            args=session_told,
            template="mediation/session.html",
            context=lambda dispute: {"paper_url": papers.url("rights", dispute) if dispute.untold else ""},
            error_at="held_at",
            keeps_draft=True,
        ),
        Dispute.correct_acceptance: Ask(
            AcceptanceCorrectionForm,
            at="acceptance/correction",
            done="已更正，以前出具的文书标明“更正前出具”。",
            icon="pencil",
            explanation=PUT_RIGHT + "编号、受理日期和调解期限不变。",
            start=as_accepted,
            prepare=offer_mediators,
            args=acceptance_corrected,
            error_at="mediators",
            edits=True,
        ),
        Dispute.correct_session: Ask(
            SessionCorrectionForm,
            at="sessions/<int:session_id>/correction",
            done=lambda dispute, session: f"已更正第 {session.sequence} 次调解记录。",
            row=among("sessions"),
            title=lambda dispute, session: f"更正第 {session.sequence} 次调解记录",
            explanation=PUT_RIGHT,
            start=as_written,
            prepare=lambda form, dispute, session: offer_parties(form, dispute),
            args=lambda form, dispute: written(form) | {"reason": form.reason.data},
            error_at="held_at",
            edits=True,
        ),
        **INVESTIGATION,
        Dispute.add_materials: Ask(
            MaterialForm,
            at="materials/new",
            done=uploaded,
            shown=False,
            button="上传",
            prepare=expect_materials,
            args=lambda form, dispute: {"files": form.files.taken, "purpose": form.purpose.data},
            error_at="files",
            uploads=True,
        ),
        Dispute.name_agent: Ask(
            AgentForm,
            at="parties/<int:party_id>/agent",
            template="mediation/step.html",
            done="已登记代理人。",
            row=among("parties"),
            title=lambda dispute, party: f"登记{party.party.name}的{'法定' if party.needs_guardian else ''}代理人",
            start=acting,
            prepare=offer_relations,
            error_at="name",
            uploads=True,
        ),
        Dispute.agree_orally: Ask(
            OralForm,
            at="oral-agreement",
            template="mediation/step.html",
            done="口头协议已登记，请打印《口头协议登记表》，由调解员签名。",
            icon="check",
            explanation=as_noted,
            start=today("on"),
            prepare=offer_to_note,
            args=noted,
        ),
        **PERFORMANCE,
        **CONFIRMATION,
        **AMENDMENT,
        Dispute.visit: Ask(
            FollowUpForm,
            at="followups/new",
            template="mediation/step.html",
            done=followed_up,
            main=lambda dispute: not dispute.follow_ups,
            icon="plus",
            button="保存记录",
            explanation=lambda dispute: dispute.enforceable,
            start=lambda dispute: visit(dispute) | said_of_payment(dispute),
            prepare=offer_unpaid,
            args=visited,
            error_at="closes",
            keeps_draft=True,
        ),
        Dispute.close: Ask(
            ClosureForm,
            at="closure",
            template="mediation/step.html",
            done="已结案，结果已反馈，等待核查归档。",
            main=lambda dispute: bool(dispute.follow_ups),
            icon="circle-check",
            error_at="performance",
        ),
        Dispute.withdraw_consent: Ask(
            LeavingForm,
            at="parties/<int:party_id>/leaving",
            template="mediation/step.html",
            done=lambda dispute, party: left(dispute),
            row=among("parties"),
            title=lambda dispute, party: f"登记{party.party.name}不愿继续调解",
            explanation="当事人可以拒绝调解或者要求终止调解（人民调解法第二十三条）。其余各方能分开调解的，继续调解，协议书不再写这一方。",
            start=today("on"),
            prepare=offer_parting,
            error_at="on",
        ),
        Dispute.decline: Ask(
            WaysOutForm,
            at="declining",
            template="mediation/step.html",
            done="已登记不予受理，退回派单单位，请打印《不予受理告知书》。",
            icon="x",
            tone="danger",
            explanation="不属于人民调解的纠纷，写明理由，告知当事人其他途径。一方拒绝调解的，在“受理”里登记。",
        ),
        Dispute.withdraw: Ask(
            ReasonForm,
            at="withdrawal",
            done="已登记撤回申请，结果已反馈给派单单位。",
            icon="x",
            tone="danger",
            explanation="申请人不再要求调解的，在这里登记。调解不成的，点“终止调解”；有一方不愿继续的，在“当事人”里登记。",
        ),
        Dispute.report: Ask(
            ReportForm, at="report", done="已登记统计事项。", icon="pencil", start=reported, error_at="handed_by"
        ),
        Dispute.terminate: Ask(
            TerminationForm,
            at="termination",
            template="mediation/step.html",
            done="已终止调解，结果已反馈给派单单位。",
            icon="x",
            tone="danger",
        ),
        **SITTINGS,
        **RECUSALS,
        **FILING,
    },
)
