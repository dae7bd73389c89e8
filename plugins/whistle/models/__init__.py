"""吹哨 and the departments that it calls."""

from plugins.whistle.models.call import Call
from plugins.whistle.models.whistle import Whistle, WhistleEvent

__all__ = ["Call", "Whistle", "WhistleEvent"]
