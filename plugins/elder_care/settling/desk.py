"""What waits on the desk, and what stays open where the plugin is switched off."""

from sqlalchemy import Select, func, select

from plugins.elder_care.models import Canteen, MealSettlement
from portal.accounts.reader import Reader
from portal.entitlements.states import STATES
from portal.extensions import db
from portal.plugin.contributions import Queue
from portal.plugin.hookspecs import Context

RIGHTS = MealSettlement.rights


def waiting(reader: Reader) -> Select | None:
    """Settlements at a step that the reader may take, the oldest month first."""
    if not any(reader.can(each) for each in RIGHTS):
        return None
    name = select(Canteen.name).where(Canteen.id == MealSettlement.canteen_id).scalar_subquery()
    over = MealSettlement.last_day < reader.today()
    return (
        select(MealSettlement.id, name.label("text"), MealSettlement.published_until.label("due"))
        .where(MealSettlement.seen_by(reader), MealSettlement.waiting_for(reader), over)
        .order_by(MealSettlement.first_day, MealSettlement.id)
    )


QUEUES = [
    Queue(
        "elder_care-settlements",
        "助餐月结待办",
        "/elder_care/settlements?status=open",
        "/elder_care/settlements/{id}",
        waiting,
        order=42,
    )
]


def open_work(ctx: Context) -> list[str]:
    """Settlements that are not paid yet."""
    under_way = ctx.unit.subtree_of(MealSettlement), MealSettlement.status.in_(STATES.open)
    number = db.session.scalar(select(func.count(MealSettlement.id)).where(*under_way))
    return [f"{number} 期助餐月结还没有发放。"] if number else []
