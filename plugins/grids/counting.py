"""What a unit has of grids today, in one statement: for its page, and for whoever counts it once more."""

from typing import Any

from sqlalchemy import func, select

from plugins.grids.models import DepartmentGrid, Grid, Sponsor, Worker
from plugins.grids.models.coverage import TODAY, stands
from portal.extensions import db
from portal.org.models import OrgUnit


def numbers_of(unit: OrgUnit) -> dict[str, int]:
    """Label → number in `unit` and below: grids, those nobody works, those nothing is mapped to; households and people as counted, of a grid that
    lies in one that was counted with that; posts."""
    grids = select(
        func.count(Grid.id),
        func.coalesce(func.sum(OrgUnit.households).filter(~OrgUnit.is_in_counted()), 0),
        func.coalesce(func.sum(Grid.population).filter(Grid.outermost()), 0),
        func.count().filter(Grid.without_workers()),
        func.count().filter(DepartmentGrid.maps()),
        func.count().filter(Grid.status == "posted"),
    )
    grids = grids.join(Grid.unit).where(unit.subtree_of(Grid), stands(Grid))
    total, households, people, vacant, mapped, posted = db.session.execute(grids).one()
    posts = select(Worker.post, func.count()).where(unit.subtree_of(Worker), Worker.serving(TODAY))
    held = dict(db.session.execute(posts.group_by(Worker.post)).all())
    sponsors = select(func.count(Sponsor.id)).where(unit.subtree_of(Sponsor), Sponsor.serving(TODAY))
    return {
        "网格": total,
        "户数": households,
        "人口": people,
        "网格长": held.get("leader", 0),
        "专职网格员": held.get("full", 0),
        "兼职网格员": held.get("part", 0),
        "没有网格员的网格": vacant,
        "有对应部门网格的": mapped,
        "已公示": posted,
        "包保": db.session.scalar(sponsors) or 0,
    }


UNITS = {"户数": "户", "人口": "人", "网格长": "人", "专职网格员": "人", "兼职网格员": "人", "包保": "项"}


def strip_of(unit: OrgUnit) -> list[dict[str, Any]]:
    """The same as a strip of figures takes it, without what is zero; nothing where there is no grid."""
    numbers = numbers_of(unit)
    if not numbers["网格"]:
        return []
    return [
        {"label": label, "value": number, "unit": UNITS.get(label, "个")} for label, number in numbers.items() if number
    ]
