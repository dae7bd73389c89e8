"""The papers of a vote of owners: notice, published roll, ballots with their codes (which are kept nowhere), proof of the count, published
result. What they say stands in the templates."""

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.models import Flat, OwnersBallot, OwnersVote, Voter
from plugins.owners_vote.models.vote import NOT_A_FORUM, ORGANISE
from plugins.owners_vote.reckoning import percent, written
from plugins.owners_vote.rules import SPOILT, TWICE, UNSOLD
from portal.documents.qr import absolute, data_uri
from portal.extensions import db
from portal.records.papers import Paper, mount_papers

VIEW = "owners_vote.view"


def _count(vote: OwnersVote) -> dict:
    return {"count": vote.count_now, "written": written, "percent": percent, "law": NOT_A_FORUM}


def _proof(vote: OwnersVote) -> dict:
    kept = vote.rules or {}
    said = {
        "unsold": UNSOLD[kept["owners_unsold"]],
        "spoilt": SPOILT[kept["owners_spoiled"]],
        "twice": TWICE[kept["owners_twice"]],
        "basis": kept["basis"],
        "local_basis": kept["local_basis"],
    }
    taken_back = select(OwnersBallot.id).where(OwnersBallot.vote_id == vote.id, OwnersBallot.withdraws_id.is_not(None))
    return _count(vote) | said | {"taken_back": len(db.session.scalars(taken_back).all())}


def _roll(vote: OwnersVote) -> dict:
    """The flats by the number of their ballot."""
    rows = select(Flat).where(Flat.vote_id == vote.id).join(Flat.voter).order_by(Voter.ordinal, Flat.id)
    return {
        "flats": db.session.scalars(rows.options(joinedload(Flat.voter).selectinload(Voter.owners))).all(),
        "written": written,
    }


def _waiting(vote: OwnersVote) -> Select:
    """Those on the roll who have not voted yet."""
    return select(Voter).where(Voter.vote_id == vote.id, Voter.flats.any(), ~Voter.ballots.any())


def _ballots(vote: OwnersVote) -> dict:
    address = absolute(url_for("owners_vote.public_vote", unit_id=vote.unit_id))
    voters = db.session.scalars(_waiting(vote).order_by(Voter.ordinal).options(selectinload(Voter.flats))).all()
    return {"voters": voters, "address": address, "image": data_uri(address)}


def _how_many(vote: OwnersVote) -> str:
    return f"业主表决票：{db.session.scalar(_waiting(vote).with_only_columns(func.count(Voter.id)))} 张"


def _no_ballots(vote: OwnersVote) -> str:
    if vote.status != "voting":
        return "开始投票以后、计票以前才能打印表决票。"
    return "" if db.session.scalar(_waiting(vote).limit(1)) else "所有业主都已经投票。"


def _not_listed(vote: OwnersVote) -> str:
    return "" if vote.rules else "名册公示以后才能打印。"


def _not_counted(vote: OwnersVote) -> str:
    return "" if vote.counted_at and vote.status != "voting" else "计票以后才能打印。"


def _not_published(vote: OwnersVote) -> str:
    return "" if vote.published_from else "公示以后才能打印。"


vote_papers = mount_papers(
    bp,
    OwnersVote,
    (
        Paper("notice", "业主表决公告", needs=VIEW, unless=_not_listed),
        Paper("roll", "业主名册公示", needs=ORGANISE, context=_roll, unless=_not_listed),
        Paper(
            "ballots",
            "业主表决票",
            needs=ORGANISE,
            context=_ballots,
            label=_how_many,
            unless=_no_ballots,
            listed=False,
            kept=False,
        ),
        Paper("proof", "业主表决计算书", needs=ORGANISE, context=_proof, unless=_not_counted),
        Paper("result", "业主表决结果公示", needs=VIEW, context=_count, unless=_not_published),
    ),
    at="/votes/<int:vote_id>",
    office=lambda vote: vote.organiser,
)
