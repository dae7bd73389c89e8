"""What happens by itself each day: points expire, balances are proved."""

from sqlalchemy import select

from plugins.family_points.models import PointAccount
from plugins.family_points.settings import KEY
from portal import clock
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.hookspecs import Context


def expire(ctx: Context, progress) -> str:
    """到期 in `ctx.unit`: points whose last day has passed, oldest first; then every balance is compared with the sum of its lines."""
    due = rows_in_effect(PointAccount, KEY, ctx.unit), PointAccount.next_expiry < clock.today()
    over = list(db.session.scalars(select(PointAccount.id).where(*due).order_by(PointAccount.id)))
    total = 0
    for number, ident in enumerate(over, start=1):
        total += db.session.get_one(PointAccount, ident).lock().expire()
        progress(number, len(over))
    wrong = "、".join(each.number for each in PointAccount.unproved(ctx.unit))
    return f"到期的积分 {len(over)} 户、{total} 分。" + (
        f"余额与明细不符，请核对：{wrong}。" if wrong else "余额与明细相符。"
    )
