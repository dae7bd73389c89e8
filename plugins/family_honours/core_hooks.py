"""Where 家庭荣誉 meets the core: cards of the work desk, search, the page of a family, the public page of a unit, what stays open."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import func, select, update

from plugins.family_honours.models import DECIDE, NOMINATE, Campaign, FamilyHonour, HonourObjection
from plugins.family_honours.register import campaigns, honours
from portal.extensions import db
from portal.families import Family
from portal.plugin.contributions import Action, Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import panel
from portal.records.waiting import stands_in

SHOWN = 200
QUEUES = [
    queue_of(
        Campaign,
        "family-honours-campaigns",
        "评选活动待启动",
        at="/family_honours/campaigns",
        due=Campaign.nominates_from,
        order=47,
    ),
    queue_of(
        FamilyHonour,
        "family-honours-honours",
        "家庭荣誉待办",
        at="/family_honours/honours",
        text=FamilyHonour.number,
        order=48,
    ),
    queue_of(
        HonourObjection,
        "family-honours-objections",
        "评选异议待答复",
        at="/family_honours/objections",
        due=HonourObjection.due_on,
        text=HonourObjection.number,
        tone="warn",
        order=49,
    ),
    queue_of(  # two months ahead
        FamilyHonour,
        "family-honours-renewals",
        "荣誉称号要复查",
        at="/family_honours/honours",
        needs=DECIDE,
        where=lambda reader: FamilyHonour.review_due_on <= reader.today(60),
        among=stands_in(FamilyHonour, ("awarded",)),
        text=FamilyHonour.number,
        due=FamilyHonour.review_due_on,
        order=50,
        task="荣誉称号要复查",
        step=FamilyHonour.renew,
    ),
]


def honoured(family: Family) -> Panel:
    """What it was put forward for, and which titles it has."""
    mine = FamilyHonour.visible_to(current_user).where(FamilyHonour.family_id == family.id)
    rows = db.session.scalars(mine.order_by(FamilyHonour.id.desc()).limit(SHOWN)).unique().all()
    return panel("荣誉", "family_honours/of_family.html", flush=True, order=20, rows=rows)


def family_actions(ctx: Context, family: Family) -> list[Action]:
    """It is put forward, where a campaign is running."""
    running = Campaign.reach(ctx.actor, NOMINATE), Campaign.status == "running"
    if not (ctx.actor.can(NOMINATE, family) and db.session.scalar(select(Campaign.id).where(*running).limit(1))):
        return []
    return [Action("推荐评选", url_for("family_honours.nominate", family=family.id), "award")]


def merged(ctx: Context, kept: Family, gone: Family) -> list[str]:
    """What it was put forward for, and its titles; where both were in one campaign is told."""
    db.session.execute(update(FamilyHonour).where(FamilyHonour.family_id == gone.id).values(family_id=kept.id))
    return FamilyHonour.twice(kept)


def search(ctx: Context, text: str) -> list[Hit]:
    """Campaigns and honours: only what the reader may see."""
    return [each for found in (campaigns, honours) for each in found.hits(ctx, text)]


def public_pages(ctx: Context) -> list[PublicPage]:
    """The honours of the unit, where there is a campaign."""
    near = ctx.unit.subtree_of(Campaign) | Campaign.unit_id.in_(ctx.unit.ancestor_ids)
    given = db.session.scalar(select(func.count(Campaign.id)).where(near, Campaign.status.in_(("running", "ended"))))
    url = url_for("family_honours.public_honours", unit_id=ctx.unit.id)
    page = PublicPage("家庭荣誉评选、光荣榜", url, "推荐自己家或者别人家，看公示，提异议")
    return [page] if given else []


def open_work(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    return still_open(
        ctx.unit,
        (Campaign, "还有 {} 次评选没有结束，推荐和公示的页面会消失。"),
        (FamilyHonour, "还有 {} 件荣誉推荐没有办完。"),
        (HonourObjection, "还有 {} 条评选异议没有答复。"),
    )
