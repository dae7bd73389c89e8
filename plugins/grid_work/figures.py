"""统计: visits by month, community, grid, class, and how somebody was met; households by what is due. Of no person: never who walked how much
(国办函〔2026〕12号)."""

from sqlalchemy import Date, bindparam
from sqlalchemy.orm import aliased

from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import MET, VIEW, WAYS
from plugins.grid_work.models import HomeVisit, VisitedHome
from plugins.grid_work.settings import GRADE_NAMES
from portal import clock
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

community, grid = aliased(OrgUnit), aliased(OrgUnit)
TODAY = bindparam("today", callable_=clock.today, type_=Date())  # bound when the figures are read
STANDS = HomeVisit.status != "dropped"
HANDED_ON = ("reported", "answered")
VISITS = (
    Count("走访", STANDS),
    Count("见到", STANDS & (HomeVisit.met == "met")),
    Count("不愿意见", STANDS & (HomeVisit.met == "refused")),
    Count("没有见到", STANDS & HomeVisit.met.in_(("out", "silent", "moved"))),
    Count("有事要办", HomeVisit.status.in_(("found", "settled", *HANDED_ON))),
    Count("转为事项", HomeVisit.status.in_(HANDED_ON)),
    Count("记入事项", HomeVisit.status == "linked"),
    Count("信息有变化", HomeVisit.status.in_(("changed", "updated"))),
    Count("信息已更新", HomeVisit.status == "updated"),
)
VISITED = VisitedHome.status == "here"
HOMES = (
    Count("走访户", VISITED),
    Count("没有到期", VISITED & VisitedHome.due_on.is_not(None) & ~VisitedHome.due_by(TODAY)),
    Count("到期", VISITED & VisitedHome.due_by(TODAY)),
    Count("要核查", VISITED & VisitedHome.check_since.is_not(None)),
)


def _lies_in(model, place, column):
    """Joins the community or the grid in which a row lies; one may lie in no grid."""
    return lambda found: found.outerjoin(place, place.id == column(model))


def _placed(model, measures):
    return (
        Figure(
            "community",
            "按村、社区",
            Axis("村、社区", community.short_name, write=lambda name: name or "没有归到村、社区"),
            measures,
            of=_lies_in(model, community, lambda model: model.community_id),
        ),
        Figure(
            "grid",
            "按网格",
            Axis("网格", grid.name, write=lambda name: name or "没有归到网格"),
            measures,
            of=_lies_in(model, grid, lambda model: model.grid_id),
        ),
    )


VISIT_FIGURES = Statistics(
    "走访统计",
    HomeVisit,
    VIEW,
    (
        by_month("各月走访", HomeVisit.on, Count("走访", STANDS)),
        *_placed(HomeVisit, VISITS),
        Figure(
            "grade",
            "按类别",
            Axis("类别", VisitedHome.grade, GRADE_NAMES),
            VISITS,
            of=lambda found: found.join(HomeVisit.home),
        ),
        Figure("met", "见到了吗", Axis("见到了吗", HomeVisit.met, MET), VISITS[:1]),
        Figure("way", "怎么见的", Axis("怎么见的", HomeVisit.way, WAYS), VISITS[:1]),
    ),
    when=HomeVisit.on,
)
HOME_FIGURES = Statistics(
    "走访户统计",
    VisitedHome,
    VIEW,
    (Figure("grade", "按类别", Axis("类别", VisitedHome.grade, GRADE_NAMES), HOMES), *_placed(VisitedHome, HOMES)),
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
mount_statistics(
    bp,
    HOME_FIGURES,
    at="/statistics/homes",
    show="grid_work.home",
    ident="home_id",
    crumb=("走访户", "grid_work.homes"),
    endpoint="home_statistics",
)
