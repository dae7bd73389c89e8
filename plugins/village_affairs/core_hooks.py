"""Where 村级事务 meets the core: the desk, the search, what residents read, what stays open."""

from datetime import date, timedelta

from flask import url_for
from sqlalchemy import case

from plugins.village_affairs.models import Covenant, VillageMatter
from plugins.village_affairs.models.covenant import KINDS
from plugins.village_affairs.places import kind_of
from plugins.village_affairs.register import councils, covenants, matters
from plugins.village_affairs.rules import LAW_2018
from portal import clock
from portal.org.models import OrgUnit
from portal.plugin.contributions import MOST_HITS, Hit, Notice, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.workdays.arithmetic import months_after

DAYS_BEFORE = 10  # the end of the quarter
QUARTERLY = f"{LAW_2018}第三十条：一般事项至少每季度公布一次"
QUEUES = [
    queue_of(
        VillageMatter,
        "village-matters",
        "村级事项待办",
        at="/village_affairs/matters",
        due=case(
            (VillageMatter.status == "noticed", VillageMatter.meeting_on),
            (VillageMatter.status.in_(("published", "reported")), VillageMatter.published_until),
            (VillageMatter.status == "carried", VillageMatter.due_on),
        ),
        order=45,
    ),
    queue_of(
        Covenant,
        "village-covenants",
        "规约待办",
        at="/village_affairs/covenants",
        text=OrgUnit.short_name + case(KINDS, value=Covenant.kind) + Covenant.number,
        joins=(Covenant.unit,),
        order=46,
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Matters, rules and councils: only what the reader may see."""
    return [hit for each in (matters, covenants, councils) for hit in each.hits(ctx, text)][:MOST_HITS]


def public_page(ctx: Context) -> PublicPage:
    """The rules that everybody keeps to."""
    url = url_for("village_affairs.public_covenants", unit_id=ctx.unit.id)
    return PublicPage("村规民约、居民公约", url, "施行中的条文")


def notices(ctx: Context) -> list[Notice]:
    """The last days of a quarter, for those who publish: what a village does is made public once a quarter at least, by law."""
    today = clock.local(ctx.now).date()
    last = months_after(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3) - timedelta(days=1)
    if (last - today).days >= DAYS_BEFORE or not ctx.actor.can("village_affairs.manage"):
        return []
    return [Notice(f"本季度的村务公开最迟在 {last} 公布（{QUARTERLY}）。", "/village_affairs/matters")]


def objections(unit: OrgUnit) -> list[str]:
    """Which law it is under must be told from the name of a village or community (`places`)."""
    if unit.kind != "community" or kind_of(unit):
        return []
    return [f"从“{unit.name}”的名称看不出是村还是社区，不能确定适用哪部法律。请先更正单位名称。"]


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (VillageMatter, "{} 件村级事项还没有办完。"), (Covenant, "{} 版规约还没有办完。"))
