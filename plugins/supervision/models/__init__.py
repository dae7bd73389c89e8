"""督办 of a case, and the rungs of its ladder."""

from plugins.supervision.models.rung import Rung
from plugins.supervision.models.states import STATES
from plugins.supervision.models.supervision import Supervision, SupervisionEvent

__all__ = ["STATES", "Rung", "Supervision", "SupervisionEvent"]
