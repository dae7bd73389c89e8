"""With what a vote of owners is begun, and each of its steps is taken once: a lift for an entrance of twelve flats."""

from datetime import timedelta
from typing import Any

from plugins.owners_vote.models import Flat, OwnersVote
from plugins.owners_vote.models.vote import OUTCOMES
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage

REASON = {"reason": "核对以后需要重新办理。"}
FLATS = 12


def owner(stage: Stage, **known: Any) -> Contact:
    """Somebody who owns a flat."""
    someone = stage.names.person()
    return Contact(**{"name": someone.name, "phone": someone.phone, "id_number": someone.id_number} | known)


def next_door(vote: OwnersVote, stage: Stage) -> str:
    """The next door of the entrance: 2单元101, 102, 201 …"""
    number = db.session.query(Flat).filter_by(vote_id=vote.id).count()
    return f"2单元{number // 2 + 1}0{number % 2 + 1}"


def a_door(vote: OwnersVote, stage: Stage) -> str:
    """One that is on the roll, and whose owners have not voted."""
    return next(each.door for each in reversed(vote.flats) if not vote.standing_of(each.voter))


def with_roll(vote: OwnersVote, stage: Stage) -> None:
    """Twelve flats, each with an owner."""
    for _ in range(FLATS - len(vote.flats)):
        VOTES.take(OwnersVote.enter_flat, vote, stage)
        db.session.expire(vote, ["flats"])


def next_ballot(vote: OwnersVote, stage: Stage) -> int:
    """The number of the first who has not voted."""
    db.session.expire(vote, ["voters"])
    return next(each.ordinal for each in vote.voters if each.ordinal and not vote.standing_of(each))


def voted(vote: OwnersVote, stage: Stage) -> None:
    """Nine take part, of whom seven are for it, three of them online; enough by law."""
    VOTES.bring("voting", stage, vote)
    db.session.expire(vote, ["voters"])
    for place, voter in enumerate(vote.voters[: FLATS * 3 // 4]):
        if vote.standing_of(voter):
            continue
        choice = "for" if place < 7 else "against"
        if place < 3:
            with stage.later():
                vote.cast_online(voter, choice)
        else:
            given = {OwnersVote.enter_ballot: {"number": voter.ordinal, "choice": choice}}
            VOTES.take(OwnersVote.enter_ballot, vote, stage, given)


def asked_back(vote: OwnersVote, stage: Stage) -> None:
    """An online ballot that the director asks to take back."""
    voted(vote, stage)
    if not vote.withdrawals_waiting:
        number = next(each.ordinal for each in vote.voters if [b.way for b in vote.standing_of(each)] == ["online"])
        given = {"number": number, "way": "online", "reason": "本人书面说明不是自己投的。"}
        VOTES.take(OwnersVote.withdraw, vote, stage, {OwnersVote.withdraw: given})


VOTES = Samples(
    OwnersVote,
    {
        OwnersVote.draw_up: Sample(
            "clerk",
            {
                "title": "3号楼2单元加装电梯",
                "matter": "rebuild",
                "text": "在2单元北侧加装一部电梯，费用 48 万元，一层不出，二层起按楼层分摊。",
                "estate": "万豪花园",
                "scope": "entrance",
                "part": "3号楼2单元",
                "organiser": "万豪花园业主委员会",
            },
        ),
        OwnersVote.enter_flat: Sample(
            "clerk",
            {"building": "3号楼", "door": next_door, "area": 10_000, "owners": lambda vote, stage: [owner(stage)]},
            at="drafted",
            form={"owners": "王丽、张强", "phone": "15400770011"},
            days=0,
        ),
        OwnersVote.amend: Sample("clerk", {"title": "3号楼2单元加装电梯（修改）"}, at="drafted", days=0),
        OwnersVote.strike: Sample(
            "clerk", {"building": "3号楼", "door": a_door}, at="drafted", first=(OwnersVote.enter_flat,), days=0
        ),
        OwnersVote.publish_roll: Sample("clerk", first=(with_roll,)),
        OwnersVote.transfer: Sample(
            "clerk",
            {"building": "3号楼", "door": a_door, "owners": lambda vote, stage: [owner(stage)], "reason": "不动产权证"},
            at="listed",
            form={"owners": "王丽"},
            days=0,
        ),
        OwnersVote.open_voting: Sample(
            "clerk", {"until": lambda vote, stage: clock.now() + timedelta(days=14)}, past=lambda vote: vote.roll_until
        ),
        OwnersVote.enter_ballot: Sample(
            "clerk",
            {"number": next_ballot, "choice": "for"},
            at="voting",
            form={"agent": "李强", "authorised": True},
            days=0,
        ),
        OwnersVote.withdraw: Sample(
            "director",
            {"number": 4, "way": "paper", "reason": "录错，票面是反对。"},
            at="voting",
            first=(voted,),
            days=0,
        ),
        OwnersVote.confirm: Sample(
            "clerk",
            {"agreed": True},
            at="voting",
            first=(asked_back,),
            row=lambda vote, stage: vote.withdrawals_waiting[0],
            form={"agreed": "yes"},
            days=0,
        ),
        OwnersVote.count: Sample(
            "clerk", first=(voted,), past=lambda vote: clock.local(vote.voting_until).date(), days=0
        ),
        OwnersVote.resume: Sample("clerk", REASON, at="counted", days=0),
        OwnersVote.publish: Sample(
            "clerk",
            {
                "outcome": lambda vote, stage: list(OUTCOMES)[not vote.count_now.passed],
                "grounds": lambda vote, stage: "按民法典认定。" if vote.count_now.differ else "",
            },
        ),
        OwnersVote.object: Sample(
            "clerk", {"door": "3号楼2单元101", "text": "影响采光。", "answer": "已调整位置。"}, at="published"
        ),
        OwnersVote.reopen: Sample("clerk", REASON, at="published"),
        OwnersVote.close: Sample("clerk", past=lambda vote: vote.published_until, at="published"),
        OwnersVote.cancel: Sample("clerk", REASON, at="drafted"),
    },
)
SAMPLES = (VOTES,)
