"""With what a matter of a village is begun, and each of its steps is taken once."""

from datetime import timedelta

from plugins.village_affairs.models.matter import VillageMatter
from portal import clock
from portal.records.samples import Sample, Samples, Stage, today

HELD = {
    "on": today,
    "venue": "村委会会议室",
    "expected": 45,
    "present": 32,
    "agreed": 30,
    "against": 1,
    "abstained": 1,
    "text": "同意先修北段，资金从集体收益出。",
    "observers": "镇组织办工作人员",
    "opinion": "程序符合规定。",
}
POSTED = {"venue": "村务公开栏", "text": "修北段机耕路 1.2 公里，预算 8.6 万元，从集体经济收益支出。"}


def in_days(days: int):
    return lambda matter, stage: clock.today() + timedelta(days=days)


def objected(matter: VillageMatter, stage: Stage) -> None:
    """An objection that waits for its answer."""
    MATTERS.bring("published", stage, matter)
    MATTERS.take(VillageMatter.object, matter, stage)


MATTERS = Samples(
    VillageMatter,
    {
        VillageMatter.raise_matter: Sample(
            "clerk",
            {
                "title": "修北段机耕路",
                "text": "北段机耕路坑洼，农机进不去，计划铺砂石 1.2 公里。",
                "origin": "villagers",
                "kind": "income",
                "budget_fen": 8_600_000,
            },
        ),
        VillageMatter.propose: Sample(
            "clerk", HELD | {"expected": 5, "present": 5, "agreed": 5, "against": 0, "abstained": 0}
        ),
        VillageMatter.consult: Sample(
            "clerk", HELD | {"expected": 9, "present": 9, "agreed": 9, "against": 0, "abstained": 0}
        ),
        VillageMatter.examine: Sample("clerk", HELD),
        VillageMatter.notify: Sample(
            "clerk",
            {"body": lambda matter, stage: next(iter(matter.bodies)), "meeting_on": in_days(10)},
            at="examined",
        ),
        VillageMatter.resolve: Sample(
            "clerk", HELD, past=lambda matter: matter.meeting_on and matter.meeting_on - timedelta(days=1)
        ),
        VillageMatter.publish: Sample("clerk", POSTED),
        VillageMatter.object: Sample("clerk", {"text": "南段也很坏，请一起修。"}, at="published", days=0),
        VillageMatter.answer: Sample(
            "clerk",
            {"text": "南段列入明年计划。"},
            at="published",
            first=(objected,),
            row=lambda matter, stage: matter.objections[-1],
        ),
        VillageMatter.carry_out: Sample(
            "clerk",
            {"responsible": "村委会副主任", "due_on": in_days(90)},
            past=lambda matter: matter.published_until,
        ),
        VillageMatter.report: Sample("clerk", POSTED | {"text": "已铺 1.2 公里，决算 8.4 万元。"}, days=30),
        VillageMatter.correct: Sample(
            "clerk",
            {
                "unit": lambda matter, stage: stage.unit,
                "title": "修北段、南段机耕路",
                "text": lambda matter, stage: matter.text,
                "origin": "cadres",
                "kind": "welfare",
                "villagers_only": False,
                "budget_fen": 9_600_000,
            },
            form={"unit_id": lambda matter, stage: stage.unit.id},
            days=0,
        ),
        VillageMatter.drop: Sample("clerk", {"reason": "和另一件重复。"}, at="raised", days=0),
        VillageMatter.correct_sheet: Sample(
            "clerk",
            HELD
            | {
                "expected": 45,
                "present": 33,
                "agreed": 31,
                "on": lambda matter, stage: matter.sheets[0].on,
                "reason": "抄错一行。",
            },
            at="proposed",
            row=lambda matter, stage: matter.sheets[0],
            days=0,
        ),
        VillageMatter.archive: Sample("clerk", {"note": "六联齐全。"}, past=lambda matter: matter.published_until),
        VillageMatter.take_up: Sample(
            "clerk",
            {"title": "修北段机耕路（缩短）", "text": "只修最坏的 600 米。"},
            at="rejected",
            first=(lambda matter, stage: rejected(matter, stage),),
            past=lambda matter: matter.rejected_on + timedelta(days=30),
        ),
    },
)


def rejected(matter: VillageMatter, stage: Stage) -> None:
    """Too few agreed at the first meeting."""
    if matter.status == "raised":
        given = {VillageMatter.propose: {"agreed": 2, "against": 3}}
        MATTERS.take(VillageMatter.propose, matter, stage, given)
