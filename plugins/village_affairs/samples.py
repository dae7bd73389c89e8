"""With what a matter, an edition of the rules and a council are begun, and each of their steps is taken once."""

from datetime import timedelta

from sqlalchemy import select

from plugins.village_affairs.models import Council, Covenant, VillageMatter, VillageSheet
from plugins.village_affairs.places import board_of, kind_of
from portal import clock
from portal.extensions import db
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
POSTED = {
    "venue": lambda matter, stage: board_of(matter.unit),
    "text": "修北段机耕路 1.2 公里，预算 8.6 万元，从集体经济收益支出。",
}


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
            "clerk", {"body": lambda matter, stage: next(iter(matter.bodies)), "meeting_on": in_days(10)}, at="examined"
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
            "clerk", {"responsible": "村委会副主任", "due_on": in_days(90)}, past=lambda matter: matter.published_until
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


# -- rules and councils ------------------------------------------------------------------------------------------------

TEXT = "第一条　红事新办，白事简办，不攀比。\n第二条　门前三包，垃圾入箱。\n第三条　邻里有事，先商量，再调解。"


def its_kind(covenant: Covenant | None, stage: Stage) -> str:
    """That of the place of the stage, where its name says it."""
    return kind_of(stage.unit) or "village"


def _meeting(covenant: Covenant, stage: Stage) -> str:
    return "residents" if covenant.kind == "residents" else "households"


ADOPTED = {"body": _meeting, "on": today, "expected": 300, "present": 214, "agreed": 201}
DONE = {
    "on": today,
    "kind": "publicity",
    "title": "宣传红白事新规",
    "people": "理事 3 人，村民 20 人",
    "outcome": "发放倡议书 60 份。",
}


def _put_right(covenant: Covenant, stage: Stage) -> VillageSheet:
    return VillageSheet(on=covenant.adopted_on, expected=300, present=213, agreed=201)


def _dissolved(council: Council, stage: Stage) -> None:
    if not council.ended_on:
        COUNCILS.take(Council.dissolve, council, stage)


def _noted(council: Council, stage: Stage) -> None:
    if not council.activities:
        COUNCILS.take(Council.note, council, stage)
        db.session.expire(council, ["activities"])


COVENANTS = Samples(
    Covenant,
    {
        Covenant.draft: Sample("clerk", {"kind": its_kind, "text": TEXT}),
        Covenant.adopt: Sample("clerk", ADOPTED, days=20),
        Covenant.file: Sample("clerk", {"on": today}),
        Covenant.answer: Sample(
            "director", {"accepted": True, "opinion": "与法律不抵触。"}, form={"accepted": "yes"}, days=5
        ),
        Covenant.publish: Sample("clerk"),
        Covenant.revise: Sample("clerk", {"text": f"{TEXT}\n第四条　爱护公物。", "note": "加了第四条。"}, at="drafted"),
        Covenant.relocate: Sample(
            "clerk",
            {"unit": lambda covenant, stage: stage.unit, "kind": its_kind},
            form={"unit_id": lambda covenant, stage: stage.unit.id},
        ),
        Covenant.take_back: Sample("clerk", {"reason": "应到人数抄错，重新登记。"}, at="adopted"),
        Covenant.learn: Sample("", {"sheet": _put_right, "said": "会议决议：实到 214 人改为 213 人。"}, at="adopted"),
        Covenant.drop: Sample("clerk", {"reason": "改期再议。"}, at="drafted"),
        Covenant.give_way: Sample("", {"number": "第2版"}),
    },
)
COUNCILS = Samples(
    Council,
    {
        Council.set_up: Sample("clerk", {"kind": "红白理事会", "founded_on": today, "charter": "一、宗旨：移风易俗。"}),
        Council.amend: Sample("clerk", {"charter": "一、宗旨：移风易俗。\n二、每季度活动一次。"}, days=0),
        Council.relocate: Sample(
            "clerk",
            {"unit": lambda council, stage: stage.unit, "reason": "设立时选错了村。"},
            form={"unit_id": lambda council, stage: stage.unit.id, "text": "设立时选错了村。"},
            days=0,
        ),
        Council.enlist: Sample(
            "clerk",
            {
                "name": lambda council, stage: stage.names.person().name,
                "phone": lambda council, stage: stage.names.person().phone,
                "post": "member",
                "valid_from": today,
                "valid_until": lambda council, stage: clock.today() + timedelta(days=1095),
            },
            days=0,
        ),
        Council.release: Sample(
            "clerk", {"on": today}, row=lambda council, stage: council.serving[-1], first=(Council.enlist,), days=0
        ),
        Council.note: Sample("clerk", DONE, days=0),
        Council.correct: Sample(
            "clerk",
            DONE | {"outcome": "发放倡议书 80 份。"},
            row=lambda council, stage: council.activities[0],
            first=(_noted,),
            days=0,
        ),
        Council.dissolve: Sample("clerk", {"on": today, "reason": "职能并入村民议事会。"}, days=0),
        Council.restore: Sample("clerk", {"reason": "撤销错了。"}, first=(_dissolved,), days=0),
    },
    only=lambda stage: db.session.scalars(select(Council).where(Council.unit_id == stage.unit.id)).first(),
)
SAMPLES = (MATTERS, COVENANTS, COUNCILS)
