"""Pages of the mediation desk, one noun a file; importing them adds them to the blueprint."""

from plugins.mediation.views import agreement, disputes, roster, signatures, steps

__all__ = ["agreement", "disputes", "roster", "signatures", "steps"]
