"""网格: the register of grids, who works them, which cadres sponsor them, and which grids of departments lie in them."""

from plugins.grids.models.department_grid import DepartmentGrid
from plugins.grids.models.grid import Grid, GridEvent
from plugins.grids.models.sponsor import Sponsor
from plugins.grids.models.worker import Worker

__all__ = ["DepartmentGrid", "Grid", "GridEvent", "Sponsor", "Worker"]
