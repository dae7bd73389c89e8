"""综治中心: the tables, one noun a file."""

from plugins.centre.models.call import CALL_STATES, DepartmentCall
from plugins.centre.models.centre import CentreArea, ServiceCentre
from plugins.centre.models.check import CheckAnswer, SelfCheck
from plugins.centre.models.exchange import ShiftExchange
from plugins.centre.models.hours import Hours
from plugins.centre.models.item import CheckItem
from plugins.centre.models.measure import CheckMeasure
from plugins.centre.models.presence import Presence, days_of, departments_near
from plugins.centre.models.shift import DutyShift
from plugins.centre.models.shift_states import SHIFT_STATES, STANDING
from plugins.centre.models.window import CentreWindow

__all__ = [
    "CALL_STATES",
    "SHIFT_STATES",
    "STANDING",
    "CentreArea",
    "CentreWindow",
    "CheckAnswer",
    "CheckItem",
    "CheckMeasure",
    "DepartmentCall",
    "DutyShift",
    "Hours",
    "Presence",
    "SelfCheck",
    "ServiceCentre",
    "ShiftExchange",
    "days_of",
    "departments_near",
]
