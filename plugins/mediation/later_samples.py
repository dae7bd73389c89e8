"""With what further steps are taken once: those that need no other sample to be taken before, and 变更, 撤销, 更正."""

from collections.abc import Mapping
from datetime import timedelta

from plugins.mediation.models import Amendment, Confirmation, Dispute
from portal import clock
from portal.records.samples import Sample, Stage, now, today

COURT = "达拉特旗人民法院"


def latest(dispute: Dispute, stage: Stage) -> Confirmation:
    return dispute.confirmations[-1]


def drawn(dispute: Dispute, stage: Stage) -> Amendment:
    return next(each for each in dispute.amendments if each.stage == "drawn")


LATER: Mapping = {
    Dispute.correct_inquiry: Sample(
        "mediator",
        {
            "asked": lambda dispute, stage: dispute.inquiries[-1].asked.name,
            "held_at": now,
            "place": "居民小区门口",
            "inquirer": "李秀兰",
            "transcript": "问：您什么时候看到漏水？\n答：上上个月。",
            "reason": "时间记错了。",
        },
        row=lambda dispute, stage: dispute.inquiries[-1],
        first=(Dispute.inquire,),
        at="mediating",
    ),
    Dispute.correct_evidence: Sample(
        "mediator",
        {
            "name": "维修发票",
            "kind": "document",
            "copies": 1,
            "pages": 3,
            "original": True,
            "received_on": today,
            "reason": "页数数错了。",
        },
        row=lambda dispute, stage: dispute.evidence[-1],
        first=(Dispute.add_evidence,),
        at="mediating",
    ),
    Dispute.correct_later: Sample(
        "mediator",
        {"paper": "acceptance", "was": "李秀兰记录", "should": "李秀蓝记录", "reason": "名字写错了。"},
        at="effective",
    ),
    Dispute.revise_orally: Sample(
        "mediator",
        {"reason": "日期记错了。"},
        form={"text": "日期记错了。"},
        first=(Dispute.agree_orally,),
        at="effective",
    ),
    Dispute.draw_amendment: Sample(
        "mediator",
        {
            "kind": "change",
            "reason": "被申请人家人生病，一时付不出。",
            "clauses": ["被申请人赔偿三千元，推迟两个月一次付清。"],
            "replaces": ["0.1"],
            "plan": lambda dispute, stage: [(clock.today() + timedelta(days=90), 300_000, "剩余款项")],
        },
        form={
            "together": True,
            "clauses": [{"text": "被申请人赔偿三千元，推迟两个月一次付清。"}],
            "plan": lambda dispute, stage: [
                {"due_on": clock.today() + timedelta(days=90), "amount": 300_000, "note": "剩余款项"}
            ],
        },
        at="effective",
    ),
    Dispute.sign_amendment: Sample(
        "mediator",
        {"on": today, "files": lambda dispute, stage: [stage.scan()]},
        row=drawn,
        form={"complete": True},
        first=(Dispute.draw_amendment,),
        at="effective",
    ),
    Dispute.drop_amendment: Sample(
        "mediator",
        {"reason": "一方不同意签署。"},
        row=drawn,
        form={"text": "一方不同意签署。"},
        first=(Dispute.draw_amendment,),
        at="effective",
    ),
    Dispute.revoke: Sample(
        "mediator",
        {"how": "rescinded", "on": today, "number": "（2026）内0621民初5号", "reason": "一方受胁迫。"},
        at="effective",
        to="revoked",
    ),
    Dispute.follow_confirmation: Sample(
        "mediator",
        {"stage": "filed", "on": today},
        row=latest,
        first=(Dispute.draw_confirmation,),
        at="effective",
    ),
    Dispute.remind: Sample("mediator", {"on": today, "how": "电话", "note": "提醒下一期到期日。"}, at="effective"),
    Dispute.report: Sample("mediator", {"difficulty": "common", "prevented": "crime", "people": 2}, at="mediating"),
    Dispute.report_risk: Sample(
        "mediator",
        {"kind": "order", "on": today, "office": "派出所", "measures": "一方扬言报复，已分开劝解。"},
        at="mediating",
    ),
    Dispute.add_materials: Sample(
        "mediator",
        {"files": lambda dispute, stage: [stage.picture("DEMO SCAN")], "purpose": "evidence"},
        at="mediating",
    ),
    Dispute.withdraw: Sample("mediator", {"reason": "双方自行和好。"}, form={"text": "双方自行和好。"}, at="mediating"),
}
