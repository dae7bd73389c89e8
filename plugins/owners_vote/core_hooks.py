"""Where 业主表决 meets the core: the desk, what residents find, what stays open."""

from flask import url_for
from sqlalchemy import case

from plugins.owners_vote.models import OwnersVote
from portal.plugin.contributions import PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open

QUEUE = queue_of(
    OwnersVote,
    "owners-votes",
    "业主表决待办",
    at="/owners_vote/votes",
    text=OwnersVote.estate + "：" + OwnersVote.title,
    due=case(
        (OwnersVote.status == "listed", OwnersVote.roll_until),
        (OwnersVote.status == "published", OwnersVote.published_until),
    ),
    order=44,
)


def public_page(ctx: Context) -> PublicPage:
    """Where a code is typed."""
    url = url_for("owners_vote.public_vote", unit_id=ctx.unit.id)
    return PublicPage("业主表决", url, "凭表决票上的表决码在线投票")


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (OwnersVote, "{} 次业主表决还没有办完。"))
