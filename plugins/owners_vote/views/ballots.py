"""表决票 of owners: printed with number and code for each head, and cast online by whoever holds the code."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.models import OwnersVote, Voter
from plugins.owners_vote.models.ballot import CHOICES
from plugins.owners_vote.models.vote import NOT_A_FORUM, ORGANISE
from portal.audit import trail
from portal.database import begin_writing, records
from portal.documents.printing import to_pdf
from portal.documents.qr import absolute, data_uri
from portal.documents.sheet import Sheet
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.records.code_vote import Asked, CodeVote
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404

TITLE = "业主表决票"


@bp.get("/votes/<int:vote_id>/ballots.pdf")
@records
@requires(ORGANISE)
def print_ballots(vote_id: int) -> ResponseReturnValue:
    """The ballots of all who have not voted yet, each with number and code; on record, the codes kept nowhere in plain text."""
    vote = get_or_404(OwnersVote.visible_to(current_user), vote_id)
    if not vote.allows(current_user, ORGANISE):
        raise NotAllowed("您没有打印表决票的权限。")
    if vote.status != "voting":
        raise WrongState("开始投票以后、计票以前才能打印表决票。")
    waiting = db.session.scalars(
        select(Voter)
        .where(Voter.vote_id == vote.id, Voter.flats.any(), ~Voter.ballots.any())
        .order_by(Voter.ordinal)
        .options(selectinload(Voter.flats))
    ).all()
    if not waiting:
        raise WrongState("所有业主都已经投票。")
    address = absolute(url_for("owners_vote.public_vote", unit_id=vote.unit_id))
    content = to_pdf(
        render_template(
            "owners_vote/documents/ballots.html",
            sheet=Sheet(title=TITLE, office=vote.organiser, number=vote.number),
            vote=vote,
            voters=waiting,
            address=address,
            image=data_uri(address),
        ),
        TITLE,
    )
    begin_writing()
    trail.record("print", subject=vote, unit=vote.unit, detail=f"{TITLE}：{len(waiting)} 张")
    db.session.commit()
    return pdf(content, TITLE)


def _put(voter: Voter) -> Asked:
    vote = voter.vote
    facts = [("房屋", voter.doors), ("票号", voter.ordinal), ("截止", moment(vote.voting_until))]
    return Asked(vote.title, vote.text, facts, CHOICES, vote.online_objection(voter))


CodeVote(
    at="votes",
    name="public",
    title="业主在线表决",
    slip="送到您家的《业主表决票》上，每票一个",
    hint=f"提交以后不能改。共有的房屋由一人代表投票，投一票即可；投了在线票，就不要再交纸质票。{NOT_A_FORUM}",
    found=Voter.found,
    asks=_put,
    cast=lambda voter, choice: voter.vote.cast_online(voter, choice),
).mount(bp)
