"""The pages of 网格管理; importing them mounts them."""

from plugins.grids.views import departments, grids, public, sponsors

__all__ = ["departments", "grids", "public", "sponsors"]
