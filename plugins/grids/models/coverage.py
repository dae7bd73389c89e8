"""What grids have in common with what lies in them: a grid is worked by whoever works in it, in the grid above it or in one below; so it is with
the grids of departments that lie there."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.types import Date

from plugins.grids.choices import WORKERS
from portal import clock
from portal.org.models import OrgUnit

TODAY = bindparam("grids_today", callable_=clock.today, type_=Date)  # bound when it is asked


def closed(row: Any) -> str:
    """Why nothing is entered about the unit of `row` any more, or nothing."""
    unit = row.unit
    if not unit.closed_on:
        return ""
    return (
        f"{unit.short_name}已于 {unit.closed_on} 撤销{f'，并入{unit.heir.short_name}' if unit.merged_into_id else ''}。"
    )


def covers(model: type[Any], grid: type[Any]) -> ColumnElement[bool]:
    """The condition that a row of `model` lies in the grid, above or below it."""
    near = or_(grid.subgrid_id.is_(None), model.subgrid_id.is_(None), model.subgrid_id == grid.subgrid_id)
    return and_(model.grid_id == grid.grid_id, near)


def stands(grid: type[Any]) -> ColumnElement[bool]:
    """The condition that its unit was not closed or merged into another."""
    return exists(select(OrgUnit.id).where(OrgUnit.id == grid.unit_id, OrgUnit.closed_on.is_(None)).correlate(grid))


def level_of(unit: Any) -> ColumnElement[int]:
    """一级, 二级 or 三级: of which level the grid is that lies in `unit`; a community is one of the first."""
    return func.coalesce(unit.grid_level, 1)


def works(worker: type[Any]) -> ColumnElement[bool]:
    """The condition that somebody works a grid today, full-time or beside other work."""
    return and_(worker.post.in_(WORKERS), worker.serving(TODAY))
