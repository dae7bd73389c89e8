"""With what neighbourhoods and notes are begun, and each of their steps is taken once."""

from sqlalchemy import select

from plugins.stewards.models import Neighbourhood, Round
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage, today


def place_of(record, stage: Stage) -> Neighbourhood:
    """The neighbourhood of the stage's unit; entered with the first record that needs one."""
    return NEIGHBOURHOODS.begin(stage)


NEIGHBOURHOODS = Samples(
    Neighbourhood,
    {
        Neighbourhood.enter: Sample("director", {"name": "万豪花园"}),
        Neighbourhood.enlist: Sample(
            "director",
            {
                "name": lambda place, stage: stage.names.person().name,
                "post": "unit",
                "area": "3号楼2单元",
                "phone": "15400770001",
                "valid_from": today,
            },
        ),
        Neighbourhood.correct: Sample(
            "director",
            {
                "name": lambda place, stage: stage.names.person().name,
                "post": "building",
                "area": "3号楼",
                "phone": "15400770002",
                "reason": "姓名写错一个字。",
            },
            row=lambda place, stage: place.serving[-1],
            first=(Neighbourhood.enlist,),
            days=0,
        ),
        Neighbourhood.release: Sample(
            "director", {"on": today}, row=lambda place, stage: place.serving[-1], first=(Neighbourhood.enlist,), days=0
        ),
    },
    only=lambda stage: db.session.scalars(
        select(Neighbourhood).where(Neighbourhood.unit_id == stage.unit.id).order_by(Neighbourhood.id)
    ).first(),
)
ROUNDS = Samples(
    Round,
    {
        Round.note: Sample(
            "stewards.steward",
            {"neighbourhood": place_of, "title": "楼道灯不亮", "location": "3号楼2单元", "matter": "property"},
            form={"neighbourhood_id": lambda record, stage: place_of(record, stage).id},
        ),
        Round.report: Sample("clerk", days=0),
        Round.settle: Sample("clerk", {"result": "换了灯泡。"}, days=0),
        Round.drop: Sample("clerk", {"reason": "和另一条重复。"}, days=0),
        Round.bring_up: Sample("", {"number": "议题1号"}),
        Round.learn: Sample("", {"outcome": "物业已换灯。"}, at="reported"),
        Round.resume: Sample("", {"reason": "又不亮了。"}, at="answered"),
    },
)
SAMPLES = (NEIGHBOURHOODS, ROUNDS)
