"""The papers of a dispute: from the rows of the database to what the templates take."""

from plugins.mediation.blueprint import bp
from plugins.mediation.choices import SOURCES
from plugins.mediation.documents import (
    DocAcceptance,
    DocAgent,
    DocAgreement,
    DocDispute,
    DocFollowUp,
    DocGuest,
    DocInstalment,
    DocNotice,
    DocParty,
    DocResponsibility,
    DocSession,
    DocStatement,
)
from plugins.mediation.models import Agreement, Dispute, FollowUp, Session
from plugins.mediation.models.agreement import WAYS
from portal.cases.models import Party
from portal.records.papers import Paper, mount_papers


def acceptance(dispute: Dispute) -> dict:
    """受理登记表."""
    consent = "；".join(
        f"{each.party.name}{'同意调解' if each.consent == 'yes' else '未表态'}" for each in dispute.parties
    )
    return {
        "acceptance": DocAcceptance(
            accepted_on=dispute.accepted_on,
            source=SOURCES[dispute.source],
            summary=dispute.case.description,
            claims=_lines(dispute.claims),
            consent=consent,
            registrar=dispute.recorder,
            remark=dispute.remark,
        )
    }


def rights(dispute: Dispute) -> dict:
    """权利义务告知书."""
    return {"notice": DocNotice(given_on=dispute.notice_on)}


def record(dispute: Dispute, session: Session) -> dict:
    """调解记录 of one session."""
    names = {each.party_id: each.party.name for each in dispute.parties}
    return {
        "session": DocSession(
            held_at=session.held_at,
            ended_at=session.ended_at,
            place=session.place,
            subject=dispute.case.title,
            sequence=session.sequence,
            present=tuple(names[each] for each in session.present if each in names),
            absent=tuple(name for each, name in names.items() if each not in session.present),
            guests=tuple(_guest(line) for line in _lines(session.guests)),
            notice_given=dispute.notice_on is not None,
            statements=tuple(_statement(line) for line in _lines(session.transcript)),
            outcome=session.outcome_name,
            result=session.result,
            failure_reason=session.failure_reason,
        )
    }


def agreement(dispute: Dispute) -> dict:
    """调解协议书: a copy for every party and one for the committee."""
    text: Agreement = dispute.agreement
    return {
        "agreement": DocAgreement(
            facts=text.facts,
            issues=text.issues,
            terms=tuple(term.text for term in text.terms),
            responsibilities=tuple(
                DocResponsibility(party=each.party.name, text=each.text) for each in text.responsibilities
            ),
            amount_fen=text.amount_fen,
            performance_way=_joined(WAYS[text.way], text.way_note),
            performance_place=text.place,
            performance_time=_joined(_before(text), text.time_note),
            instalments=tuple(
                DocInstalment(due_on=each.due_on, amount_fen=each.amount_fen, note=each.note)
                for each in text.instalments
            ),
            breach=text.breach,
        )
    }


def followup(dispute: Dispute, visit: FollowUp) -> dict:
    """回访记录."""
    return {
        "follow_up": DocFollowUp(
            visited_at=visit.visited_at,
            way=visit.way_name,
            interviewee=visit.interviewee,
            visitor=visit.visitor.name,
            performance=visit.performance,
            satisfaction=visit.satisfaction_name,
            lawsuit=visit.lawsuit,
            wrong_mediation=visit.wrong_mediation,
            new_risk=visit.new_risk,
            measures=visit.measures,
        )
    }


def doc_dispute(dispute: Dispute) -> DocDispute:
    """What every paper says about the dispute."""
    return DocDispute(
        committee=dispute.committee.name,
        number=dispute.number,
        name=dispute.case.title,
        kind=dispute.case.kind_name,
        parties=tuple(doc_party(each.party, dispute) for each in dispute.parties),
        mediators=tuple(each.name for each in dispute.mediators),
        recorder=dispute.recorder,
    )


def doc_party(party: Party, dispute: Dispute) -> DocParty:
    """当事人全项, from the register of residents and organisations."""
    agent = DocAgent(name=party.agent) if party.agent else None
    if party.organisation:
        who = party.organisation
        return DocParty(
            side=party.side_name,
            name=who.name,
            is_organisation=True,
            phone=who.phone,
            address=who.address,
            credit_code=who.uscc or "",
            legal_representative=who.legal_person,
            agent=agent,
        )
    who = party.person
    age = who.age_on(dispute.accepted_on) if dispute.accepted_on else None
    return DocParty(
        side=party.side_name,
        name=who.name,
        gender=who.gender,
        ethnicity=who.ethnicity,
        birth_date=who.birth_date,
        age=age,
        id_number=who.id_number or "",
        occupation=who.occupation,
        workplace=who.workplace,
        address=who.address or "",
        phone=who.phone or "",
        agent=agent,
    )


def _before(text: Agreement) -> str:
    return (
        f"{text.perform_by.year}年{text.perform_by.month}月{text.perform_by.day}日前履行完毕" if text.perform_by else ""
    )


def _joined(*parts: str) -> str:
    return "，".join(part for part in parts if part)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _guest(line: str) -> DocGuest:
    name, _, identity = line.replace("　", " ").partition(" ")
    return DocGuest(name=name, identity=identity.strip())


def _statement(line: str) -> DocStatement:
    speaker, colon, text = line.replace(":", "：", 1).partition("：")
    return (
        DocStatement(speaker=speaker, text=text)
        if colon and len(speaker) <= 20
        else DocStatement(speaker="记录", text=line)
    )


def _before_acceptance(dispute: Dispute, *_) -> str:
    return "" if dispute.accepted_on else "受理以后才能打印文书。"


def _without_text(dispute: Dispute) -> str:
    return _before_acceptance(dispute) or ("" if dispute.agreement else "还没有协议内容，请先填写。")


MEDIATE = "mediation.mediate"
ACCEPTANCE = Paper("acceptance", "人民调解受理登记表", needs=MEDIATE, context=acceptance, unless=_before_acceptance)
RIGHTS = Paper("rights", "人民调解权利义务告知书", needs=MEDIATE, context=rights, unless=_before_acceptance)
RECORD = Paper(
    "record",
    "人民调解记录",
    needs=MEDIATE,
    context=record,
    unless=_before_acceptance,
    at="sessions/<int:session_id>.pdf",
    rows=lambda dispute: dispute.sessions,
    listed=False,
)
AGREEMENT = Paper(
    "agreement",
    "人民调解协议书",
    needs=MEDIATE,
    context=agreement,
    unless=_without_text,
    copies=lambda dispute: len(dispute.parties) + 1,
    draft=lambda dispute: dispute.agreement.frozen_at is None,
    final=lambda dispute: dispute.agreement.frozen_at,
)
FOLLOW_UP = Paper(
    "followup",
    "人民调解回访记录",
    needs=MEDIATE,
    context=followup,
    unless=_before_acceptance,
    at="followups/<int:follow_up_id>.pdf",
    rows=lambda dispute: dispute.follow_ups,
    listed=False,
)

papers = mount_papers(
    bp,
    Dispute,
    (ACCEPTANCE, RIGHTS, RECORD, AGREEMENT, FOLLOW_UP),
    at="/disputes/<int:dispute_id>",
    office=lambda dispute: dispute.committee.name,
    frame=lambda dispute: {"dispute": doc_dispute(dispute)},
)
