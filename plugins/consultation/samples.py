"""With what forums and notes are begun, and each of their steps is taken once."""

from plugins.consultation.models import Forum, Round
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage, today


def forum_of(record, stage: Stage) -> Forum:
    """The forum of the stage's unit; founded with the first record that needs one."""
    return FORUMS.begin(stage)


def last_steward(forum: Forum, stage: Stage):
    return forum.serving[-1]


FORUMS = Samples(
    Forum,
    {
        Forum.found: Sample("director", {"name": "万豪花园", "households": 320, "venue": "党群服务中心议事厅"}),
        Forum.amend: Sample("director", {"households": 326, "venue": "社区二楼会议室", "convener": "张建国"}),
        Forum.enlist: Sample(
            "director",
            {
                "name": lambda forum, stage: stage.names.person().name,
                "post": "unit",
                "area": "3号楼2单元",
                "phone": "15400770001",
                "valid_from": today,
            },
        ),
        Forum.release: Sample("director", {"on": today}, row=last_steward, first=(Forum.enlist,), days=0),
    },
    only=lambda stage: db.session.scalars(
        db.select(Forum).where(Forum.unit_id == stage.unit.id).order_by(Forum.id)
    ).first(),
)
ROUNDS = Samples(
    Round,
    {
        Round.note: Sample(
            "clerk", {"forum": forum_of, "title": "楼道灯不亮", "location": "3号楼2单元", "matter": "property"}
        ),
        Round.report: Sample("clerk", days=0),
        Round.settle: Sample("clerk", {"result": "换了灯泡。"}, days=0),
        Round.learn: Sample("", {"outcome": "物业已换灯。"}),
    },
)
SAMPLES = (FORUMS, ROUNDS)
