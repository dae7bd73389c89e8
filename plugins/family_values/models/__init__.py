"""家风教育: the tables, one capability a file."""

from plugins.family_values.models.booking import AHEAD, CAME, STATES, Booking, BookingEvent, taken
from plugins.family_values.models.guide import Guide
from plugins.family_values.models.hall import Hall
from plugins.family_values.models.opening import Closure, Slot

__all__ = [
    "AHEAD",
    "CAME",
    "STATES",
    "Booking",
    "BookingEvent",
    "Closure",
    "Guide",
    "Hall",
    "Slot",
    "taken",
]
