"""The papers of a vote of owners: notice, published roll, proof of the count, published result. The ballots are printed with their codes
(views/ballots.py). What they say stands in the templates."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.models import Flat, OwnersBallot, OwnersVote, Voter
from plugins.owners_vote.models.vote import NOT_A_FORUM, ORGANISE
from plugins.owners_vote.reckoning import percent, written
from plugins.owners_vote.rules import SPOILT, TWICE, UNSOLD
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
        Paper("notice", "业主表决公告", needs=VIEW, context=lambda vote: {}, unless=_not_listed),
        Paper("roll", "业主名册公示", needs=ORGANISE, context=_roll, unless=_not_listed),
        Paper("proof", "业主表决计算书", needs=ORGANISE, context=_proof, unless=_not_counted),
        Paper("result", "业主表决结果公示", needs=VIEW, context=_count, unless=_not_published),
    ),
    at="/votes/<int:vote_id>",
    office=lambda vote: vote.organiser,
)
