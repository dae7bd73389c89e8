"""With what a committee is begun, and each of its steps is taken once."""

from datetime import timedelta

from plugins.mediation.models import Committee, Mediator
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Sample, Samples, Stage, today


def street(stage: Stage) -> OrgUnit:
    """The township or street of the stage, which has the committee."""
    return db.session.get(OrgUnit, stage.unit.township_id) or stage.unit


def in_office_until(committee: Committee, stage: Stage) -> Mediator:
    """A mediator whose term has an end."""
    mediator = committee.serving[-1]
    mediator.valid_until = mediator.valid_until or clock.today() + timedelta(days=90)
    return mediator


def unlike(committee: Committee, stage: Stage) -> str:
    """The name of somebody new: of two who are called the same both telephones are asked for."""
    taken = {each.name for each in committee.mediators}
    return next(name for name in iter(lambda: stage.names.person().name, None) if name not in taken)


COMMITTEES = Samples(
    Committee,
    {
        Committee.found: Sample(
            "director",
            {
                "unit": lambda committee, stage: street(stage),
                "name": lambda committee, stage: f"{street(stage).name}人民调解委员会",
            },
        ),
        Committee.appoint: Sample(
            "director",
            {
                "name": unlike,
                "gender": "女",
                "post": "member",
                "valid_from": today,
            },
        ),
        Committee.amend: Sample(
            "director",
            {"name": lambda committee, stage: committee.mediators[-1].name, "post": "deputy", "valid_from": today},
            row=lambda committee, stage: committee.mediators[-1],
            first=(Committee.appoint,),
        ),
        Committee.elect: Sample(
            "director",
            {"valid_from": today, "stay": lambda committee, stage: committee.members},
            form={"stay": lambda committee, stage: [each.id for each in committee.members]},
        ),
        Committee.renew: Sample("director", row=in_office_until, first=(Committee.appoint,)),
        Committee.leave: Sample(
            "director",
            {"on": today, "reason": "本人辞去。"},
            row=lambda committee, stage: committee.serving[-1],
            first=(Committee.appoint,),
        ),
        Committee.open_room: Sample(
            "director", {"name": lambda committee, stage: f"{len(committee.rooms) + 1} 号调解室"}
        ),
        Committee.close_room: Sample(
            "director", {"on": today}, row=lambda committee, stage: committee.rooms[-1], first=(Committee.open_room,)
        ),
        Committee.keep_clause: Sample(
            "director",
            {
                "title": lambda committee, stage: f"清理楼道（{len(committee.clauses) + 1}）",
                "kind": "邻里",
                "text": "{被申请人}于{履行期限}前清走楼道里的杂物。",
            },
        ),
        Committee.amend_clause: Sample(
            "director",
            {"title": "清理楼道和门口", "kind": "邻里", "text": "{被申请人}于{履行期限}前清走楼道、门口的杂物。"},
            row=lambda committee, stage: committee.clauses_in_use[-1],
            first=(Committee.keep_clause,),
        ),
        Committee.close_clause: Sample(
            "director",
            {"on": today},
            row=lambda committee, stage: committee.clauses[-1],
            first=(Committee.keep_clause,),
        ),
        Committee.take_starting_clauses: Sample("director"),
        Committee.give_feed: Sample("mediator"),
        Committee.credit: Sample(
            "director",
            {
                "mediators": lambda committee, stage: committee.serving[:1],
                "kind": "training",
                "title": "人民调解员岗前培训",
                "given_by": "达拉特旗司法局",
                "on": today,
                "hours": 16,
            },
            form={"mediators": lambda committee, stage: [each.id for each in committee.serving[:1]]},
            first=(Committee.appoint,),
        ),
        Committee.discard: Sample(
            "director", row=lambda committee, stage: committee.credentials[-1], first=(Committee.credit,)
        ),
    },
    only=lambda stage: Committee.of(stage.unit),
)
