"""统计: votes by month, kind of matter, state and estate."""

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.models import OwnersVote
from plugins.owners_vote.rules import MATTERS
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

VOTES = (Count("发起"), Count("已通过", OwnersVote.status == "passed"), Count("未通过", OwnersVote.status == "failed"))
FIGURES = Statistics(
    "业主表决统计",
    OwnersVote,
    "owners_vote.view",
    (
        by_month("各月发起", OwnersVote.created_at, Count("发起")),
        Figure("matter", "按类别", Axis("类别", OwnersVote.matter, MATTERS), VOTES),
        Figure("status", "按状态", Axis("状态", OwnersVote.status, OwnersVote.states.names), (Count("次数"),)),
        Figure("estate", "按小区", Axis("小区", OwnersVote.estate), VOTES),
    ),
    when=OwnersVote.created_at,
)
mount_statistics(
    bp,
    FIGURES,
    at="/statistics",
    show="owners_vote.show_vote",
    ident="vote_id",
    crumb=("业主表决", "owners_vote.votes"),
)
