"""What the five mediation documents are filled from: plain values, no database.

The views turn a dispute into these; the templates in ``mediation/documents``
read nothing else. Empty text means "not known" and leaves a blank to fill in
by hand where the form has one. Amounts are integers of 分.
"""

from plugins.mediation.documents.contents import (
    DocAcceptance,
    DocAgreement,
    DocFollowUp,
    DocGuest,
    DocInstalment,
    DocNotice,
    DocResponsibility,
    DocSession,
    DocStatement,
)
from plugins.mediation.documents.dispute import APPLICANT, RESPONDENT, DocAgent, DocDispute, DocParty

__all__ = [
    "APPLICANT",
    "DocAcceptance",
    "DocAgent",
    "DocAgreement",
    "DocDispute",
    "DocFollowUp",
    "DocGuest",
    "DocInstalment",
    "DocNotice",
    "DocParty",
    "DocResponsibility",
    "DocSession",
    "DocStatement",
    "RESPONDENT",
]
