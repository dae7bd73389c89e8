"""统计: visits by month, matter and result."""

from plugins.reception.blueprint import bp
from plugins.reception.choices import TOPIC_NAMES
from plugins.reception.models import Visit
from plugins.reception.models.visit import GROUP, STATES
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, by_month
from portal.records.statistics import mount_statistics

STANDS = Visit.status != "dropped"
COUNTS = (
    Count("批次", STANDS),
    Sum("人次", Visit.people_count, STANDS),
    Count("当场答复", Visit.status == "answered"),
    Count("立为事项", Visit.case_id.is_not(None)),
    Count("集体来访", STANDS & (Visit.people_count >= GROUP)),
)

STATISTICS = Statistics(
    "来访统计",
    Visit,
    "reception.view",
    (
        by_month("各月来访", Visit.visited_at, Count("批次", STANDS)),
        Figure("topic", "按类别", Axis("类别", Visit.topic, TOPIC_NAMES), COUNTS),
        Figure("state", "按状态", Axis("状态", Visit.status, STATES.names, whole=True), (Count("批次"),)),
    ),
    when=Visit.visited_at,
)
mount_statistics(
    bp, STATISTICS, at="/statistics", show="reception.show", ident="visit_id", crumb=("来访", "reception.visits")
)
