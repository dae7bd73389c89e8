"""统计: grids by township, community, level, kind. Places, never persons. A grid that lies in one that was counted is counted with
that; so no households by level."""

from sqlalchemy.orm import aliased

from plugins.grids.blueprint import bp
from plugins.grids.choices import KINDS, LEVELS, VIEW
from plugins.grids.models import DepartmentGrid, Grid
from plugins.grids.models.coverage import level_of, stands
from plugins.grids.models.grid import STATES
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, Sum
from portal.records.statistics import mount_statistics

township, community, seat = aliased(OrgUnit), aliased(OrgUnit), aliased(OrgUnit)
STANDS = stands(Grid)
COUNTS = (
    Count("网格", STANDS),
    Count("没有网格员", Grid.without_workers()),
    Count("有对应部门网格", STANDS & DepartmentGrid.maps()),
)
LIVING = (
    COUNTS[0],
    Sum("户数", seat.households, STANDS & ~seat.is_in_counted(), in_fen=False),
    Sum("人口", Grid.population, STANDS & Grid.outermost(), in_fen=False),
    *COUNTS[1:],
)


def _of(place, column):
    return lambda found: found.join(seat, seat.id == Grid.unit_id).join(place, place.id == column)


GRIDS = Statistics(
    "网格统计",
    Grid,
    VIEW,
    (
        Figure(
            "township", "按乡镇街道", Axis("乡镇街道", township.short_name), LIVING, of=_of(township, Grid.township_id)
        ),
        Figure(
            "community",
            "按村、社区",
            Axis("村、社区", community.short_name),
            LIVING,
            of=_of(community, Grid.community_id),
        ),
        Figure(
            "level",
            "按层级",
            Axis("层级", level_of(seat), LEVELS),
            COUNTS,
            of=lambda found: found.join(seat, seat.id == Grid.unit_id),
        ),
        Figure("kind", "按类型", Axis("类型", Grid.kind, KINDS), (Count("网格", STANDS),)),
        Figure("status", "按公示", Axis("公示", Grid.status, STATES.names), (Count("网格", STANDS),)),
    ),
)
mount_statistics(
    bp,
    GRIDS,
    at="/statistics/grids",
    endpoint="grid_figures",
    show="grids.show",
    ident="grid_id",
    crumb=("网格", "grids.index"),
)
