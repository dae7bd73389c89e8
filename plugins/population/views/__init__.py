"""The pages of 实有人口房屋."""

from plugins.population.views import households, kinds, premises, roster

__all__ = ["households", "kinds", "premises", "roster"]
