"""统计: visits by month, grid, class, and how somebody was met. Of no person: never who walked how much (国办函〔2026〕12号)."""

from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import MET, VIEW, WAYS
from plugins.grid_work.models import HomeVisit, VisitedHome
from plugins.grid_work.settings import GradeNames
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

STANDS = HomeVisit.status != "dropped"
VISITS = (
    Count("走访", STANDS),
    Count("见到", STANDS & (HomeVisit.met == "met")),
    Count("没有见到", STANDS & HomeVisit.met.in_(("out", "silent", "moved"))),
    Count("转为事项", HomeVisit.case_id.is_not(None) & STANDS),
    Count("信息已更新", HomeVisit.status == "updated"),
)
VISIT_FIGURES = Statistics(
    "走访统计",
    HomeVisit,
    VIEW,
    (
        by_month("各月走访", HomeVisit.on, Count("走访", STANDS)),
        Figure("unit", "按网格", Axis("网格", OrgUnit.short_name), VISITS, of=lambda found: found.join(HomeVisit.unit)),
        Figure(
            "grade",
            "按类别",
            Axis("类别", VisitedHome.grade, GradeNames()),
            VISITS,
            of=lambda found: found.join(HomeVisit.home),
        ),
        Figure("met", "见到了吗", Axis("见到了吗", HomeVisit.met, MET), VISITS[:1]),
        Figure("way", "怎么见的", Axis("怎么见的", HomeVisit.way, WAYS), VISITS[:1]),
    ),
    when=HomeVisit.on,
)
mount_statistics(
    bp,
    VISIT_FIGURES,
    at="/statistics/visits",
    show="grid_work.show_visit",
    ident="visit_id",
    crumb=("走访记录", "grid_work.visits"),
    endpoint="visit_statistics",
)
