"""统计: matters and editions, by month, kind and state."""

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.models import Covenant, VillageMatter
from plugins.village_affairs.models.covenant import KINDS as RULES
from plugins.village_affairs.models.matter_states import KINDS
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
RULE_FIGURES = Statistics(
    "规约统计",
    Covenant,
    "village_affairs.view",
    (
        by_month("各月起草", Covenant.created_at, Count("起草")),
        Figure(
            "kind",
            "按种类",
            Axis("种类", Covenant.kind, RULES),
            (
                Count("起草"),
                Count("报备案", Covenant.filed_on.is_not(None)),
                Count("施行中", Covenant.status == "in_force"),
            ),
        ),
        Figure("status", "按状态", Axis("状态", Covenant.status, Covenant.states.names), (Count("版数"),)),
    ),
    when=Covenant.created_at,
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
mount_statistics(
    bp,
    RULE_FIGURES,
    at="/statistics/covenants",
    show="village_affairs.show_covenant",
    ident="covenant_id",
    crumb=("村规民约、居民公约", "village_affairs.covenants"),
    endpoint="covenant_statistics",
)
