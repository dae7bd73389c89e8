"""人民调解: the tables, one capability a file."""

from plugins.mediation.models.agreement import Agreement, Responsibility, Signature, Term
from plugins.mediation.models.amending import Amendment
from plugins.mediation.models.clause import ModelClause
from plugins.mediation.models.committee import Committee
from plugins.mediation.models.confirming import Confirmation
from plugins.mediation.models.correcting_later import Correction
from plugins.mediation.models.credential import Credential
from plugins.mediation.models.dispute import Dispute
from plugins.mediation.models.ending import FollowUp
from plugins.mediation.models.feed import CalendarFeed
from plugins.mediation.models.filing import Dossier
from plugins.mediation.models.inspecting import Inspection
from plugins.mediation.models.instalment import Instalment, Payment
from plugins.mediation.models.investigation import Exhibit, Inquiry
from plugins.mediation.models.likeness import LikenessBand
from plugins.mediation.models.mediator import Mediator, Tenure
from plugins.mediation.models.participation import DisputeMediator, DisputeParty
from plugins.mediation.models.recusal import Recusal
from plugins.mediation.models.room import Room
from plugins.mediation.models.session import Guest, Session
from plugins.mediation.models.sitting import Sitting
from plugins.mediation.models.staffing import CommitteeTerm
from plugins.mediation.models.time_limit import DisputeRisk
from plugins.mediation.models.wish import Wish

__all__ = [
    "Agreement",
    "Amendment",
    "CalendarFeed",
    "Committee",
    "CommitteeTerm",
    "Confirmation",
    "Correction",
    "Credential",
    "Dispute",
    "DisputeMediator",
    "DisputeParty",
    "DisputeRisk",
    "Dossier",
    "Exhibit",
    "FollowUp",
    "Guest",
    "Inquiry",
    "Inspection",
    "Instalment",
    "LikenessBand",
    "Mediator",
    "ModelClause",
    "Payment",
    "Recusal",
    "Responsibility",
    "Room",
    "Session",
    "Signature",
    "Sitting",
    "Tenure",
    "Term",
    "Wish",
]
