"""Pages of the mediation desk, one noun a file; importing them adds them to the blueprint."""

from plugins.mediation.views import agreement, calendar, committees, disputes, roster, signatures, steps

__all__ = ["agreement", "calendar", "committees", "disputes", "roster", "signatures", "steps"]
