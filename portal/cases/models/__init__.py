"""事项 and what belongs to it, one capability a file."""

from portal.cases.models.assignment import Assignment
from portal.cases.models.case import Case
from portal.cases.models.event import CaseEvent
from portal.cases.models.party import Party

__all__ = ["Assignment", "Case", "CaseEvent", "Party"]
