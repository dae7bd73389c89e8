"""With what committees and disputes are begun, and each of their steps is taken once."""

from datetime import datetime, time, timedelta

from plugins.mediation.committee_samples import COMMITTEES
from plugins.mediation.filing_samples import FILING
from plugins.mediation.later_samples import COURT, LATER
from plugins.mediation.models import Agreement, Committee, Dispute, DisputeParty
from plugins.mediation.models.confirming import CHECKS
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.participation_samples import PARTICIPATING
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.files.models import Attachment
from portal.records.samples import Sample, Samples, Stage, now, today

LOOKED_AT = {"checked": lambda dispute, stage: dispute.doubts}
ORALLY = LOOKED_AT | {"on": today}


def case(stage: Stage) -> Case:
    """A case with two sides, triaged, where there is a committee with somebody in office."""
    committee = COMMITTEES.begin(stage)
    if not committee.serving:
        COMMITTEES.take(Committee.appoint, committee, stage)
    sides = [(1, stage.resident()), (2, stage.resident())]
    told = {"title": "楼上漏水损坏天花板", "description": "楼上住户水管破裂，漏水损坏楼下天花板。", "source": "visit"}
    kind, clerk = {"kind": "0201", "level": "minor"}, stage.users["clerk"]
    registered = Case.register(unit=stage.unit, parties=sides, by=clerk, **told, **kind)
    registered.triage(by=clerk, **kind)
    db.session.flush()
    return registered


def ids(dispute: Dispute) -> list[int]:
    return [each.party_id for each in dispute.parties]


def told(dispute: Dispute, stage: Stage) -> None:
    """The parties know their rights and duties."""
    if dispute.notice_on is None:
        DISPUTES.take(Dispute.give_notice, dispute, stage)


def a_third(dispute: Dispute, stage: Stage) -> None:
    """A third party, so that the others can go on without it."""
    if len(dispute.parties) < 3:
        with stage.later():
            dispute.case.enter_parties([(2, stage.resident())])
            dispute.everyone.append(DisputeParty.of(dispute.case.parties[-1]))
            dispute.parties[-1].consent, dispute.parties[-1].consent_on = "yes", clock.today()
            dispute.parties[-1].told_on = dispute.notice_on
            db.session.flush()


def written(dispute: Dispute, stage: Stage, **changes) -> None:
    """There is a record of a sitting, and the text of an agreement; `changes` are of the text."""
    if not dispute.sessions:
        DISPUTES.take(Dispute.hold_session, dispute, stage)
    if dispute.agreement is None:
        with stage.later():
            dispute.agreement = Agreement()
            dispute.agreement.write(**text(dispute) | changes)
        db.session.flush()


def text(dispute: Dispute) -> dict:
    """An agreement in two instalments, as `Agreement.write` takes it."""
    first, last = (clock.today() + timedelta(days=days) for days in (20, 50))
    return {
        "facts": "水管破裂，楼下受损。",
        "issues": "赔偿数额。",
        "terms": ["被申请人赔偿三千元。", "双方再无其他争议。"],
        "responsibilities": {ids(dispute)[-1]: "疏于维修，应当赔偿。"},
        "amount_fen": 300_000,
        "instalments": [(first, 100_000, "第一期"), (last, 200_000, "第二期")],
        "way": "instalments",
        "place": room(dispute),
    }


def signed_by_all(dispute: Dispute, stage: Stage) -> None:
    """The parties and one mediator signed the final text."""
    DISPUTES.bring("agreed", stage, dispute)
    with stage.later():
        for who in (*(each.party for each in dispute.parties), dispute.mediators[0]):
            dispute.agreement.sign(who, clock.today())


def signed(dispute: Dispute, stage: Stage) -> None:
    """Everybody signed, the committee put its seal, the scan is there."""
    signed_by_all(dispute, stage)
    with stage.later():
        dispute.agreement.seal(clock.today())
        scan = stage.scan(f"DEMO SCAN {dispute.id}")
        Attachment.take_in(scan, subject=dispute, purpose=SIGNED_SCAN, by=stage.users["mediator"])


def in_writing(dispute: Dispute, stage: Stage) -> None:
    """The agreement is in force as all have signed it."""
    if dispute.status in ("pending", "mediating", "agreed"):
        DISPUTES.take(Dispute.take_effect, dispute, stage)


def overdue(dispute: Dispute, stage: Stage) -> None:
    """The first instalment of an agreement that calls all the others was not paid on its day."""
    DISPUTES.bring("effective", stage, dispute)
    dispute.agreement.accelerates = True
    with stage.later():
        next_due(dispute).due_on = clock.today() - timedelta(days=1)


def room(dispute: Dispute, stage: Stage | None = None) -> str:
    return f"{dispute.committee.unit.short_name}人民调解室"


def an_hour(days: int) -> dict:
    """An hour of a day so many days later, and later yet: no two disputes of the samples have the same."""

    def moment(hours: int):
        return lambda dispute, stage: datetime.combine(
            clock.today() + timedelta(days=days + dispute.id % 150), time(6 + dispute.id % 12 + hours), clock.SHANGHAI
        )

    return {"starts_at": moment(0), "ends_at": moment(1)}


def next_due(dispute: Dispute):
    """The instalment that is to be paid next; IndexError without one."""
    return (dispute.agreement.unpaid if dispute.agreement else [])[0]


DISPUTES = Samples(
    Dispute,
    {
        Dispute.receive: Sample("clerk", {"case": lambda dispute, stage: case(stage)}),
        Dispute.accept: Sample(
            "mediator",
            {
                "source": "application",
                "consents": lambda dispute, stage: dict.fromkeys(ids(dispute), "yes"),
                "mediators": lambda dispute, stage: dispute.committee.serving[:1],
                "claims": "赔偿损失",
            },
            form={
                "consents": lambda dispute, stage: [{"consent": "yes"} for _ in dispute.parties],
                "mediators": lambda dispute, stage: [each.id for each in dispute.committee.serving[:1]],
            },
        ),
        Dispute.give_notice: Sample("mediator", {"on": today}, days=0),
        Dispute.hold_session: Sample(
            "mediator",
            {
                "held_at": now,
                "place": room,
                "present": lambda dispute, stage: ids(dispute),
                "transcript": "申请人：要求赔偿。\n被申请人：同意。",
                "outcome": "agreed",
                "result": "双方自愿达成协议。",
            },
            first=(told,),
        ),
        Dispute.arrange: Sample("mediator", an_hour(1) | {"place": "当事人家里"}, form={"room": 0}, at="mediating"),
        Dispute.rearrange: Sample(
            "mediator",
            an_hour(160) | {"place": "泰兴社区"},
            row=lambda dispute, stage: dispute.sittings[-1],
            form={"room": 0},
            first=(Dispute.arrange,),
            at="mediating",
        ),
        Dispute.call_off: Sample(
            "mediator",
            {"reason": "一方生病。"},
            row=lambda dispute, stage: dispute.sittings_ahead[-1],
            first=(Dispute.arrange,),
            at="mediating",
        ),
        Dispute.correct_acceptance: Sample(
            "mediator",
            {
                "source": "transfer",
                "mediators": lambda dispute, stage: dispute.mediators,
                "claims": "赔偿损失",
                "reason": "案件来源登记错了。",
            },
            form={"mediators": lambda dispute, stage: [each.id for each in dispute.mediators]},
        ),
        Dispute.correct_session: Sample(
            "mediator",
            {
                "held_at": now,
                "place": room,
                "present": lambda dispute, stage: ids(dispute)[:1],
                "transcript": "申请人：要求赔偿。\n被申请人：没有到场。",
                "outcome": "continue",
                "reason": "到场的人记错了。",
            },
            row=lambda dispute, stage: dispute.sessions[-1],
            first=(Dispute.hold_session,),
        ),
        Dispute.inquire: Sample(
            "mediator",
            {
                "asked": lambda dispute, stage: stage.names.person().name,
                "held_at": now,
                "place": "居民小区",
                "relation": "邻居",
                "inquirer": "李秀兰",
                "transcript": "问：您什么时候看到漏水？\n答：上个月。",
            },
            at="mediating",
        ),
        Dispute.add_evidence: Sample(
            "mediator",
            {
                "name": "维修发票",
                "kind": "document",
                "party_id": lambda dispute, stage: ids(dispute)[0],
                "source": "物业公司开具",
                "copies": 1,
                "pages": 2,
                "original": True,
                "proves": "维修支出的数额",
                "received_on": today,
            },
            at="mediating",
        ),
        Dispute.strike_evidence: Sample(
            "mediator",
            {"reason": "当事人收回。"},
            row=lambda dispute, stage: dispute.evidence[-1],
            form={"text": "当事人收回。"},
            first=(Dispute.add_evidence,),
            at="mediating",
        ),
        Dispute.extend_term: Sample(
            "mediator",
            {
                "until": lambda dispute, stage: dispute.due_on + timedelta(days=10),
                "reason": "等待鉴定意见。",
                "agreed": True,
            },
            at="mediating",
        ),
        **PARTICIPATING,
        Dispute.conclude: Sample("mediator", LOOKED_AT, first=(written,), days=0),
        Dispute.revise: Sample("mediator"),
        Dispute.agree_orally: Sample("mediator", ORALLY, form={"waived": True}, first=(written,), days=0),
        Dispute.take_effect: Sample("mediator", first=(signed,), days=0),
        Dispute.pay: Sample(
            "mediator",
            {"on": today},
            row=lambda dispute, stage: next_due(dispute),
            at="effective",
            past=lambda dispute: next_due(dispute).due_on - timedelta(days=1),
        ),
        Dispute.undo_payment: Sample(
            "mediator",
            {"reason": "登记错了。"},
            row=lambda dispute, stage: dispute.receipts[-1],
            form={"text": "登记错了。"},
            first=(Dispute.pay,),
        ),
        Dispute.call_due: Sample(
            "mediator", {"reason": "第一期逾期未付。"}, form={"text": "第一期逾期未付。"}, first=(overdue,)
        ),
        Dispute.visit: Sample(
            "mediator",
            {
                "visited_at": now,
                "way": "phone",
                "interviewee": lambda dispute, stage: dispute.parties[0].party.name,
                "performance": "协议内容已经履行，双方没有新的矛盾。",
                "satisfaction": "good",
                "lawsuit": "否",
                "wrong_mediation": "无",
                "new_risk": "无",
            },
            days=5,
        ),
        **LATER,
        Dispute.draw_confirmation: Sample(
            "mediator",
            {"court": COURT, "basis": "seat"},
            form={"together": True, "checks": list(CHECKS)},
            first=(in_writing,),
            at="effective",
        ),
        Dispute.withdraw_consent: Sample(
            "mediator",
            {"on": today, "apart": True},
            row=lambda dispute, stage: dispute.parties[-1],
            first=(a_third,),
            at="mediating",
            to="mediating",
            form={"told": True, "follows": "apart"},
        ),
        Dispute.decline: Sample(
            "mediator", {"reason": "人民法院已经受理。"}, form={"text": "人民法院已经受理。", "told": True}
        ),
        Dispute.terminate: Sample("mediator", {"reason": "双方分歧过大。"}, form={"told": True}),
        Dispute.close: Sample(
            "mediator", {"performance": "part", "note": "双方满意。"}, first=(Dispute.visit,), days=0
        ),
        **FILING,
    },
)
SAMPLES = (COMMITTEES, DISPUTES)
