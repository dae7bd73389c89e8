"""With what whoever takes part in a dispute is named, and steps back."""

from plugins.mediation.models import Dispute
from portal.records.samples import Sample, today

PARTICIPATING = {
    Dispute.name_agent: Sample(
        "mediator",
        {
            "name": lambda dispute, stage: stage.names.person().name,
            "relation": "entrusted",
            "scope": "special",
            "acts": ["settle", "sign"],
            "acts_from": today,
            "paper_seen_on": today,
        },
        row=lambda dispute, stage: dispute.parties[0],
        at="mediating",
    ),
    Dispute.ask_recusal: Sample(
        "mediator",
        {
            "mediator": lambda dispute, stage: dispute.mediators[0],
            "party": lambda dispute, stage: dispute.parties[0],
            "on": today,
            "reason": "与被申请人是亲属。",
        },
        form={
            "mediator": lambda dispute, stage: dispute.mediators[0].id,
            "asked_by": lambda dispute, stage: dispute.parties[0].party_id,
        },
        at="mediating",
    ),
    Dispute.decide_recusal: Sample(
        "director",
        {"granted": False, "answer": "经核实不是亲属。"},
        row=lambda dispute, stage: dispute.recusals[-1],
        form={"granted": "no"},
        first=(Dispute.ask_recusal,),
        at="mediating",
    ),
}
