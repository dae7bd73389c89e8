"""Where 家庭积分 meets the core: cards of the work desk, search, the page of a family, the public page of a unit, what stays open."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import update

from plugins.family_points.models import POINTS, Good, PointAccount, PointClaim, PointRule
from plugins.family_points.register import claims, to_buy
from portal.extensions import db
from portal.families import Family
from portal.plugin.contributions import Action, Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import panel

NOT_GRANTED = ("claimed", "appealed", "refused")
SHOWN = 20
QUEUES = [
    queue_of(
        PointClaim,
        "family-points-claims",
        "积分登记待确认、复核",
        at="/family_points/claims",
        due=PointClaim.due_on,
        order=44,
    ),
    queue_of(  # families to be told
        PointAccount,
        "family-points-expiring",
        "积分 30 天内到期，请告诉这一户",
        at="/family_points/accounts",
        needs="family_points.claim",
        where=lambda reader: PointAccount.next_expiry.between(reader.today(), reader.today(30)),
        among=PointAccount.next_expiry.is_not(None),
        text=PointAccount.number,
        due=PointAccount.next_expiry,
        order=45,
        task="通知来兑换",
    ),
    queue_of(
        Good,
        "family-points-short",
        "积分超市要进货",
        at="/family_points/goods",
        needs="family_points.manage",
        where=lambda reader: to_buy,
        text=Good.name,
        tone="warn",
        order=46,
        task="进货入库",
    ),
]


def points(family: Family) -> Panel:
    """Its account with each street, and the claims that are not granted (yet)."""
    mine = PointClaim.visible_to(current_user).where(
        PointClaim.family_id == family.id, PointClaim.status.in_(NOT_GRANTED)
    )
    accounts = PointAccount.visible_to(current_user).where(PointAccount.family_id == family.id)
    shown = {
        "accounts": db.session.scalars(accounts.order_by(PointAccount.id)).all(),
        "waiting": db.session.scalars(mine.order_by(PointClaim.id.desc()).limit(SHOWN)).unique().all(),
    }
    return panel("积分", "family_points/of_family.html", flush=True, order=30, **shown)


def family_actions(ctx: Context, family: Family) -> list[Action]:
    """What the family did is entered."""
    url = url_for("family_points.claim", family=family.id)
    return [Action("登记积分", url, "award")] if ctx.actor.can(POINTS, family) else []


def merged(ctx: Context, kept: Family, gone: Family) -> list[str]:
    """What its members did, and its accounts; what both were given for the same thing is told."""
    db.session.execute(update(PointClaim).where(PointClaim.family_id == gone.id).values(family_id=kept.id))
    PointAccount.follow(gone, kept, by=ctx.actor)
    return PointClaim.twice(kept)


def search(ctx: Context, text: str) -> list[Hit]:
    """Claims of points: only what the reader may see."""
    return claims.hits(ctx, text)


def public_pages(ctx: Context) -> list[PublicPage]:
    """The points of the unit, where it has rules for them."""
    rules = db.session.scalar(PointRule.of(ctx.unit).with_only_columns(PointRule.id).order_by(None).limit(1))
    url = url_for("family_points.public_points", unit_id=ctx.unit.id)
    return [PublicPage("家庭积分", url, "看哪些事可以得积分，申报，查余额")] if rules else []


def open_work(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    return still_open(
        ctx.unit,
        (PointClaim, "还有 {} 件积分登记没有答复。"),
        (PointAccount, "还有 {} 户的积分没有兑换完，停用期间不能兑换。", PointAccount.balance > 0),
    )
