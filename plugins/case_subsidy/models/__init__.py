"""以案定补: the subsidy for one dispute, what is booked for it, the settlement of a street or county."""

from plugins.case_subsidy.models.award import Award, AwardEvent
from plugins.case_subsidy.models.rows import AwardCall, AwardEntry, AwardPayee, AwardShare
from plugins.case_subsidy.models.settlement import AwardFinding, AwardSettlement

__all__ = [
    "Award",
    "AwardCall",
    "AwardEntry",
    "AwardEvent",
    "AwardFinding",
    "AwardPayee",
    "AwardSettlement",
    "AwardShare",
]
