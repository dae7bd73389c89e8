"""What waits on the desk, and what stays open where the plugin is switched off."""

from sqlalchemy import Select, func, select

from plugins.elder_care.models import Canteen, GreatSettlement, MealSettlement
from portal.accounts.reader import Reader
from portal.entitlements.states import STATES
from portal.extensions import db
from portal.org.models import OrgUnit
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


def waiting_of_great_age(reader: Reader) -> Select | None:
    """The same for the settlements of 高龄津贴."""
    if not any(reader.can(each) for each in RIGHTS):
        return None
    name = select(OrgUnit.short_name).where(OrgUnit.id == GreatSettlement.unit_id).scalar_subquery()
    over = GreatSettlement.last_day < reader.today()
    return (
        select(GreatSettlement.id, name.label("text"), GreatSettlement.published_until.label("due"))
        .where(GreatSettlement.seen_by(reader), GreatSettlement.waiting_for(reader), over)
        .order_by(GreatSettlement.first_day, GreatSettlement.id)
    )


QUEUES = [
    Queue(
        "elder_care-settlements",
        "助餐月结待办",
        "/elder_care/settlements?status=open",
        "/elder_care/settlements/{id}",
        waiting,
        order=63,
    ),
    Queue(
        "elder_care-great",
        "高龄津贴月结待办",
        "/elder_care/great_settlements?status=open",
        "/elder_care/great_settlements/{id}",
        waiting_of_great_age,
        order=64,
    ),
]


def open_work(ctx: Context) -> list[str]:
    """Settlements that are not paid yet."""
    said = []
    for kind, name in ((MealSettlement, "助餐月结"), (GreatSettlement, "高龄津贴月结")):
        under_way = ctx.unit.subtree_of(kind), kind.status.in_(STATES.open)
        if number := db.session.scalar(select(func.count(kind.id)).where(*under_way)):
            said.append(f"{number} 期{name}还没有发放。")
    return said
