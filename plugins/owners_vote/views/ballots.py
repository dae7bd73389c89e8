"""表决票 of owners, cast online by whoever holds the code."""

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.models import Voter
from plugins.owners_vote.models.ballot import CHOICES
from plugins.owners_vote.models.vote import NOT_A_FORUM
from portal.records.code_vote import Asked, CodeVote
from portal.web.pages.formatting import moment


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
