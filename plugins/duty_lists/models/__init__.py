"""What is on the lists, what is handed down, what is applied for, and how departments are rated."""

from plugins.duty_lists.models.admission import Admission, AdmissionEvent
from plugins.duty_lists.models.case_duty import CaseDuty
from plugins.duty_lists.models.edition import DutyEdition, DutyEditionEvent
from plugins.duty_lists.models.item import DutyItem
from plugins.duty_lists.models.opinion import AdmissionOpinion, AdmissionOpinionEvent
from plugins.duty_lists.models.rating import DutyRating, DutyRatingEvent
from plugins.duty_lists.models.task import DutyTask, DutyTaskEvent

__all__ = [
    "Admission",
    "AdmissionEvent",
    "AdmissionOpinion",
    "AdmissionOpinionEvent",
    "CaseDuty",
    "DutyEdition",
    "DutyEditionEvent",
    "DutyItem",
    "DutyRating",
    "DutyRatingEvent",
    "DutyTask",
    "DutyTaskEvent",
]
