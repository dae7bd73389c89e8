"""With what an edition and a council are begun, and each of their steps is taken once."""

from datetime import timedelta

from sqlalchemy import select

from plugins.village_affairs.models import Council, Covenant
from plugins.village_affairs.places import kind_of
from portal import clock
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage, today

TEXT = "第一条　红事新办，白事简办，不攀比。\n第二条　门前三包，垃圾入箱。\n第三条　邻里有事，先商量，再调解。"


def its_kind(covenant: Covenant | None, stage: Stage) -> str:
    """That of the place of the stage, where its name says it."""
    return kind_of(stage.unit) or "village"


def _meeting(covenant: Covenant, stage: Stage) -> str:
    return "residents" if covenant.kind == "residents" else "households"


HELD = {"body": _meeting, "on": today, "expected": 300, "present": 214, "agreed": 201}
DONE = {
    "on": today,
    "kind": "publicity",
    "title": "宣传红白事新规",
    "people": "理事 3 人，村民 20 人",
    "outcome": "发放倡议书 60 份。",
}


def _noted(council: Council, stage: Stage) -> None:
    if not council.activities:
        COUNCILS.take(Council.note, council, stage)
        db.session.expire(council, ["activities"])


COVENANTS = Samples(
    Covenant,
    {
        Covenant.draft: Sample("clerk", {"kind": its_kind, "text": TEXT}),
        Covenant.adopt: Sample("clerk", HELD, days=20),
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
    },
    only=lambda stage: db.session.scalars(select(Council).where(Council.unit_id == stage.unit.id)).first(),
)
