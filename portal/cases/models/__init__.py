"""事项 and what belongs to it, one capability a file."""

from portal.cases.models.assignment import Assignment
from portal.cases.models.case import Case
from portal.cases.models.party import Party
from portal.cases.models.states import STATES
from portal.cases.models.timeline import CaseEvent

__all__ = ["STATES", "Assignment", "Case", "CaseEvent", "Party"]
