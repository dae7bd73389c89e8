"""What 网格走访 keeps: households that are visited, the visits, and when nobody goes."""

from plugins.grid_work.models.home import VisitedHome, VisitedHomeEvent
from plugins.grid_work.models.pause import VisitPause
from plugins.grid_work.models.visit import HomeVisit, HomeVisitEvent

__all__ = ["VisitedHome", "VisitedHomeEvent", "VisitPause", "HomeVisit", "HomeVisitEvent"]
