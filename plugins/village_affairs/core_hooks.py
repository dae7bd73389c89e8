"""Where 村级事务 meets the core: the desk, the search, what residents read, what stays open."""

from flask import url_for
from sqlalchemy import case

from plugins.village_affairs.models import Covenant, VillageMatter
from plugins.village_affairs.models.covenant import KINDS
from plugins.village_affairs.register import councils, covenants, matters
from portal.org.models import OrgUnit
from portal.plugin.contributions import MOST_HITS, Hit, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open

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


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(ctx.unit, (VillageMatter, "{} 件村级事项还没有办完。"), (Covenant, "{} 版规约还没有办完。"))
