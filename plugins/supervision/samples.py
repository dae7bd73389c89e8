"""With what a supervision is begun, and each of its steps, and of those of its rungs, is taken once."""

from datetime import timedelta

from plugins.supervision.choices import CIRCULAR, HEIGHTS, LISTED, ORDER, TALK, next_levels
from plugins.supervision.models import Rung, Supervision
from portal.cases.models import Case
from portal.cases.samples import accepted_case
from portal.extensions import db
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, now

TOLD = {
    "title": "楼道堆物堵塞通道",
    "description": "楼道里堆放杂物，多次反映没有清理。",
    "location": "3号楼2单元",
    "kind": "0201",
}
DEMANDED = {
    "cause": "unhandled",
    "matter": "派单后一直没有到现场，居民再次反映。",
    "demands": "三日内清理完毕，书面答复。",
}


def case(record, stage: Stage, **told) -> Case:
    """A case of the grid whose worker answers, in its hands; `told` replaces what is said of it."""
    made = accepted_case(stage, unit=stage.office("grid"), level="minor", **TOLD | told)
    made.assign(made.unit, by=stage.users["clerk"])
    return made


def listed(supervision: Supervision, stage: Stage) -> None:
    """It went up to the top: a talk was held, a circular written, and it was listed."""
    while supervision.level != LISTED:
        ahead = [each for each in next_levels(supervision.level) if HEIGHTS[each] > HEIGHTS[supervision.level]]
        level = CIRCULAR if supervision.level == TALK else ahead[0]
        ORDERS.take(Supervision.raise_to, supervision, stage, {Supervision.raise_to: {"level": level}})


def done(supervision: Supervision, stage: Stage) -> None:
    """The case has been handled and answered."""
    somebody = stage.users["grid"]
    for each in supervision.case.in_hand:
        with stage.later():
            if each.status == "sent":
                each.acknowledge(by=somebody)
            each.report("杂物已清理。", by=somebody)
    db.session.flush()


def higher(supervision: Supervision, stage: Stage) -> str:
    return next(iter(next_levels(supervision.level)))


def in_days(days: int):
    return lambda supervision, stage: supervision.due_at + timedelta(days=days)


ORDERS = Samples(
    Supervision,
    {
        Supervision.open_about: Sample(
            "clerk",
            {"case": case, "target": lambda record, stage: stage.office("grid"), "level": ORDER, **DEMANDED},
            form={"target_id": lambda record, stage: stage.office("grid").id},
        ),
        Supervision.sign_for: Sample("grid", at="issued"),
        Supervision.answer: Sample("grid", {"text": "已到现场，杂物清理完毕，约好每周巡查。"}),
        Supervision.ask_for_time: Sample("grid", {"until": in_days(3), "reason": "住户外出，后天回来。"}),
        Supervision.grant: Sample("clerk", at="asking"),
        Supervision.keep_limit: Sample("clerk", {"reason": "可以先联系家属。"}, at="asking"),
        Supervision.raise_to: Sample("director", {"level": higher, **DEMANDED}, at="issued"),
        Supervision.send_back: Sample("clerk", {"reason": "没有写明措施。"}, at="answered"),
        Supervision.propose: Sample(
            "clerk", {"assessment": "办理到位，措施可行。", "satisfaction": "yes"}, at="answered"
        ),
        Supervision.hold_on: Sample("director", {"reason": "再回访一次。"}, at="proposed"),
        Supervision.lift: Sample("director", first=(listed, done)),
        Supervision.end: Sample("", {"why": "申请人撤回。"}, at="issued"),
        Supervision.follow_to: Sample("", {"case": case}, at="issued"),
        Supervision.follow_back: Sample("", {"case": case}, at="issued"),
    },
)


class RungSamples(Samples):
    """The rung on which somebody is talked to: a supervision comes there from its order."""

    def begin(self, stage: Stage, given=None) -> Rung:
        supervision = ORDERS.begin(stage, given or {})
        ORDERS.take(Supervision.raise_to, supervision, stage, {Supervision.raise_to: {"level": TALK}})
        return supervision.rung


RUNGS = RungSamples(
    Rung,
    {
        Rung.hold_talk: Sample(
            "clerk",
            {
                "talked_at": now,
                "place": "街道会议室",
                "talked_to": lambda rung, stage: Contact(name=stage.names.person().name),
                "minutes": "指出超期没有办理的问题，承诺三日内整改。",
            },
            at="issued",
            form={"name": "张建国", "phone": "13900000000"},
        ),
    },
    part_of=ORDERS,
    part=lambda supervision: supervision.rungs[-1],
)
SAMPLES = (ORDERS, RUNGS)
