"""The list of disputes and the page of one."""

from flask import url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp
from plugins.mediation.dossiers import sets
from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.models.instalment import Instalment
from plugins.mediation.models.settlement import PURPOSES, SIGNED_SCAN
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.register import disputes
from plugins.mediation.views.steps import may_be_mediated_by, offered, steps
from plugins.mediation.views.whole import dispute_seen
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.money import format_yuan
from portal.plugin.contributions import Action
from portal.records import NextStep
from portal.records.beginning import mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

AGAIN = "这件事调解过一次而没有成。一方曾明确拒绝的，须各方都同意才能再次调解（人民调解法第十七条）。"


def to_print() -> list[Action]:
    """Beside the list: what is printed of several disputes."""
    if not current_user.can(MEDIATE):
        return []
    return [
        Action("成套打印", url_for("mediation.choose_sets"), "printer"),
        Action("按年装订卷宗", url_for("mediation.volume_batches"), "folder"),
    ]


mount_register(
    bp,
    disputes,
    at="/disputes",
    endpoint="index",
    export="mediation.export",
    actions=to_print,
)
mount_beginning(  # for a case that was left for later at triage, or comes again after a refusal
    bp,
    Dispute.receive,
    Ask(
        done="已转人民调解，等待调委会受理。",
        explanation=lambda case: AGAIN if db.session.scalars(Dispute.of(case.id)).first() else "",
        error_at="text",
        keeps_draft=True,
    ),
    at="/cases/<int:case_id>/dispute",
    of=lambda case_id: get_or_404(Case.visible_to(current_user), case_id),
    show=lambda dispute: url_for("cases.show", case_id=dispute.case_id),
    back=lambda case: url_for("cases.show", case_id=case.id),
)


@bp.get("/disputes/<int:dispute_id>")
@requires("mediation.view")
def show(dispute_id: int):
    """One dispute: where it stands, what is missing, what can be printed, what comes next."""
    dispute = dispute_seen(dispute_id)
    may_print = dispute.allows(current_user, MEDIATE)
    may_mediate = may_be_mediated_by(current_user, dispute)
    materials = dispute.uploads if dispute.accepted_on else []
    valid = dispute.valid_scans(materials) if dispute.agreement else []
    found = dispute.findings if dispute.status == "mediating" else []
    missing = dispute.agreement.missing(scanned=bool(valid)) if dispute.status == "agreed" else []
    return render(
        "mediation/show.html",
        dispute=dispute,
        record=dispute,
        next=NextStep.among(
            dispute, _todo(dispute, missing), dispute.due_on if dispute.status == "mediating" else None
        ),
        steps=dispute.way,
        actions=_in_order(dispute, offered(dispute, current_user), _to_dossier(dispute)),
        facts=_facts(dispute),
        may_name=steps.offers(Dispute.name_agent, dispute, current_user),
        may_strike=steps.offers(Dispute.strike_evidence, dispute, current_user),
        may_decide=steps.offers(Dispute.decide_recusal, dispute, current_user),
        may_leave=steps.offers(Dispute.withdraw_consent, dispute, current_user),
        may_correct=steps.offers(Dispute.correct_session, dispute, current_user),
        may_arrange=steps.offers(Dispute.arrange, dispute, current_user),
        may_follow=steps.offers(Dispute.follow_confirmation, dispute, current_user),
        may_change=steps.offers(Dispute.draw_amendment, dispute, current_user),
        may_amend=steps.offers(Dispute.sign_amendment, dispute, current_user),
        may_pay=steps.offers(Dispute.pay, dispute, current_user),
        may_conclude=steps.offers(Dispute.conclude, dispute, current_user),
        may_upload=steps.offers(Dispute.add_materials, dispute, current_user),
        papers=sets.offered(dispute, current_user) + papers.offered(dispute, current_user),
        materials=materials,
        purposes=PURPOSES,
        void=[each for each in materials if each.purpose == SIGNED_SCAN and each not in valid],
        may_mediate=may_mediate,
        may_print=may_print,
        found=found,
        now=clock.now(),
        crumbs=[("人民调解", url_for("mediation.index")), (dispute.number or dispute.case.title, "")],
    )


def _in_order(dispute: Dispute, taken: list[Action], dossier: list[Action]) -> list[Action]:
    """The steps, then the dossier; once it is over, the dossier is what is left to do."""
    return [*dossier, *taken] if dispute.ended_on else [*taken, *dossier]


def _to_dossier(dispute: Dispute) -> list[Action]:
    if not dispute.accepted_on:
        return []
    return [Action("卷宗", url_for("mediation.show_dossier", dispute_id=dispute.id), "folder")]


def _todo(dispute: Dispute, missing: list[str]) -> list[tuple[str, bool]]:
    """What its state asks for, and whether it is there. `missing`: what keeps the agreement from taking effect."""
    if dispute.status == "mediating":
        told, held, written = not dispute.untold, dispute.sessions, dispute.agreement
        alone = [(_guardian(each), False) for each in dispute.parties if each.lacks_guardian]
        wrong = [("改正协议里标出的几处", False)] if any(each.must and each.at for each in dispute.findings) else []
        known = [("权利义务告知", told), ("调解记录", bool(held)), ("协议内容", bool(written))]
        asked = [(f"{each.mediator.name}是否回避，等调委会决定", False) for each in dispute.undecided]
        return [*known, *alone, *wrong, *asked, ("定稿", False)]
    if dispute.status == "effective":
        paid = [
            (f"{day(each.due_on)} {_to_pay(each)}", each.paid_on is not None)
            for each in dispute.agreement.instalments
            if each.ended_on is None
        ]
        drawn = dispute.before_the_court if dispute.apply_by else None
        hand_in = [(f"司法确认申请书 {day(dispute.apply_by)} 前递交{drawn.court}", False)] if drawn else []
        return [*paid, *hand_in, ("回访记录", bool(dispute.follow_ups))]
    return [(each, False) for each in missing]


def _to_pay(instalment: Instalment) -> str:
    """What is still to be paid of it; of one that is paid, all of it."""
    return f"应付 {format_yuan(instalment.amount_fen)} 元" if instalment.paid_on else instalment.owed


def _guardian(party: DisputeParty) -> str:
    own = "，或者登记其以自己的劳动收入为主要生活来源" if party.may_earn else ""
    return f"{party.party.name}的法定代理人{'和当事人的关系' if party.agent else ''}{own}"


def _facts(dispute: Dispute) -> list[tuple[str, str]]:
    return [
        ("编号", dispute.number or "尚未受理"),
        ("调委会", dispute.committee.name),
        ("案件来源", dispute.source_name if dispute.accepted_on else ""),
        ("受理日期", day(dispute.accepted_on)),
        ("调解期限", day(dispute.due_on)),
        ("调解员", "、".join(each.name for each in dispute.mediators)),
        ("记录人", dispute.recorder),
        ("权利告知", day(dispute.notice_on)),
        ("申请事项", dispute.claims),
    ]
