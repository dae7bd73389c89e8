"""来访, and the days on which the window is staffed and a leader receives."""

from plugins.reception.models.day import ReceptionDay
from plugins.reception.models.visit import Visit, VisitEvent

__all__ = ["ReceptionDay", "Visit", "VisitEvent"]
