"""The lists of 业主表决: the votes; the roll and the ballots, for those who organise them."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.owners_vote.models import Flat, Owner, OwnersBallot, OwnersVote, Voter
from plugins.owners_vote.models.ballot import ON_PAPER, WAYS
from plugins.owners_vote.models.roll import DEVELOPER
from plugins.owners_vote.models.vote import ORGANISE
from plugins.owners_vote.reckoning import written
from plugins.owners_vote.rules import MATTERS
from portal.accounts.models import User
from portal.records.columns import Column
from portal.records.filters import Choice, by_status
from portal.records.people import Contact
from portal.records.ranges import Days
from portal.records.register import Register

Withdrawal = aliased(OwnersBallot)
doors = (
    select(func.min(Flat.building + " " + Flat.door)).where(Flat.voter_id == OwnersBallot.voter_id).scalar_subquery()
)
withdrawn = select(Withdrawal.id).where(Withdrawal.withdraws_id == OwnersBallot.id).exists()
first_owner = select(func.min(Owner.id)).where(Owner.voter_id == Flat.voter_id).correlate(Flat).scalar_subquery()


def of_votes(user: User, permission: str):
    """The condition for votes that `user` may see."""
    return OwnersVote.reach(user, permission)


votes = Register(
    OwnersVote,
    key="owners_vote.votes",
    name="业主表决",
    permission="owners_vote.view",
    show="owners_vote.show_vote",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "表决事项", main=True, width=30),
        Column("estate", "小区", width=16),
        Column("part", "范围", width=14, only="opt"),
        Column("matter", "类别", names=MATTERS, only="opt opt2", width=30),
        Column("status", "状态", kind="status"),
        Column("voting_until", "投票截止", kind="moment", only="opt"),
        Column("created_at", "发起时间", kind="day"),
    ),
    filters=(
        by_status(OwnersVote, "没有办结"),
        Choice("matter", "类别", options=MATTERS),
        Days("created", "发起日期", OwnersVote.created_at),
    ),
    search=(OwnersVote.number, OwnersVote.title, OwnersVote.estate),
    finds_by="编号、事项、小区",
    order=OwnersVote.created_at,
    hit=("number", "status"),
    counter="次",
    empty="没有符合条件的业主表决。",
)

flats = Register(
    Flat,
    key="owners_vote.flats",
    name="业主名册",
    permission=ORGANISE,
    show="owners_vote.show_vote",
    ident="vote_id",
    columns=(
        Column("number", "表决", OwnersVote.number, kind="serial"),
        Column("building", "楼栋", main=True, width=14),
        Column("door", "门号", width=14),
        Column("area", "专有部分面积", read=lambda row: written("area", row.area), width=16),
        Column("ordinal", "票号", Voter.ordinal, kind="number"),
        Column("owner", "业主", Contact.name, kind="person"),
        Column("unsold", "未售", Voter.identity == DEVELOPER, names={True: "未售", False: ""}),
    ),
    filters=(
        Choice(
            "unsold",
            "房屋",
            also={"yes": ("未售", Voter.identity == DEVELOPER), "no": ("已售", Voter.identity != DEVELOPER)},
        ),
    ),
    search=(OwnersVote.number, Flat.building, Flat.door),
    finds_by="表决编号、楼栋、门号",
    order=Flat.created_at,
    oldest_first=True,
    joins=((OwnersVote, OwnersVote.id == Flat.vote_id), (Voter, Voter.id == Flat.voter_id)),
    beside=((Owner, Owner.id == first_owner), (Contact, Contact.id == Owner.who_id)),
    extra=(Flat.vote_id,),
    scope=of_votes,
    counter="套",
    empty="没有符合条件的房屋。",
)

ballots = Register(
    OwnersBallot,
    key="owners_vote.ballots",
    name="表决票",
    title="表决票登记",
    permission=ORGANISE,
    show="owners_vote.show_vote",
    ident="vote_id",
    columns=(
        Column("number", "表决", OwnersVote.number, kind="serial"),
        Column("ordinal", "票号", Voter.ordinal, main=True),
        Column("doors", "房屋", doors, width=20),
        Column("way", "方式", names=WAYS),
        Column("choice", "意见", names=ON_PAPER),
        Column(
            "standing",
            "效力",
            withdrawn,
            kind="status",
            names={True: "已撤销", False: "有效"},
            tones={True: "neutral", False: "ok"},
        ),
        Column("at", "时间", kind="moment"),
    ),
    filters=(
        Choice("way", "方式", options=WAYS),
        Choice("choice", "意见", options=ON_PAPER),
        Choice("standing", "效力", also={"yes": ("有效", ~withdrawn), "no": ("已撤销", withdrawn)}),
    ),
    search=(OwnersVote.number,),
    finds_by="表决编号",
    order=OwnersBallot.at,
    joins=((OwnersVote, OwnersVote.id == OwnersBallot.vote_id), (Voter, Voter.id == OwnersBallot.voter_id)),
    extra=(OwnersBallot.vote_id,),
    scope=lambda user, permission: OwnersVote.reach(user, permission) & OwnersBallot.withdraws_id.is_(None),
    counter="张",
    empty="没有符合条件的表决票。",
)
