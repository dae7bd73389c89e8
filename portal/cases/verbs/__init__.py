"""Pages of the steps of a case, named by nouns in the URL: /cases/12/triage, /cases/12/assignments/3/report …"""

from portal.cases.verbs import assignments, closing, triage

__all__ = ["assignments", "closing", "triage"]
