"""The roll of a vote and its ballots as lists; the roll from Excel; 表决票 cast online by whoever holds the code."""

from flask_login import current_user
from sqlalchemy import select

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.forms.roll import FlatForm
from plugins.owners_vote.models import Flat, OwnersVote, Voter
from plugins.owners_vote.models.ballot import CHOICES
from plugins.owners_vote.models.vote import NOT_A_FORUM, ORGANISE
from plugins.owners_vote.register import ballots, flats
from portal.records.code_vote import Asked, CodeVote
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.records.lists import mount_register
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404

mount_register(bp, flats, at="/flats", endpoint="flats", export=ORGANISE)
mount_register(bp, ballots, at="/ballots", endpoint="ballots", export=ORGANISE)


def enter_row(vote: OwnersVote, *, by, **row) -> Flat:
    """A row of the sheet as the step takes it."""
    form = FlatForm(formdata=None, data=row)
    return OwnersVote.enter_flat.take(vote, by=by, **form.arguments())


ROLL = Import(
    "owners_vote.flats",
    "导入业主名册",
    FlatForm,
    ORGANISE,
    Flat,
    add=enter_row,
    beside=lambda flat: flat.voter,
    example={"area": "88.50"},
    aliases={
        "building": ("楼号", "幢号", "楼"),
        "door": ("房号", "室号", "单元门号"),
        "area": ("面积", "建筑面积", "产权面积"),
        "owners": ("姓名", "业主姓名", "产权人"),
        "phone": ("电话", "手机", "手机号"),
        "id_number": ("身份证号", "身份证号码"),
        "unsold": ("未售", "开发商"),
    },
)
mount_import(
    bp,
    ROLL,
    at="/votes/<int:vote_id>",
    load=lambda vote_id: get_or_404(select(OwnersVote).where(OwnersVote.reach(current_user, ORGANISE)), vote_id),
    back="owners_vote.votes",
)


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
