"""统计: matters and editions, by month, kind and state."""

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.models import VillageMatter
from plugins.village_affairs.models.matter import KINDS
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

MATTER_FIGURES = Statistics(
    "村级事项统计",
    VillageMatter,
    "village_affairs.view",
    (
        by_month("各月登记", VillageMatter.created_at, Count("登记")),
        Figure(
            "kind",
            "按类别",
            Axis("类别", VillageMatter.kind, KINDS),
            (
                Count("登记"),
                Count("一次通过", (VillageMatter.attempt == 1) & VillageMatter.published_from.is_not(None)),
                Count("已归档", VillageMatter.status == "archived"),
            ),
        ),
        Figure("status", "按状态", Axis("状态", VillageMatter.status, VillageMatter.states.names), (Count("件数"),)),
    ),
    when=VillageMatter.created_at,
)
mount_statistics(
    bp,
    MATTER_FIGURES,
    at="/statistics/matters",
    show="village_affairs.show_matter",
    ident="matter_id",
    crumb=("村级事项", "village_affairs.matters"),
    endpoint="matter_statistics",
)
