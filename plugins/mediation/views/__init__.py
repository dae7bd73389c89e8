"""Pages of the mediation desk, one noun a file; importing them adds them to the blueprint."""

from plugins.mediation.views import (
    acceptance,
    agreement,
    disputes,
    ending,
    materials,
    performance,
    receipt,
    roster,
    sessions,
    signatures,
)

__all__ = [
    "acceptance",
    "agreement",
    "disputes",
    "ending",
    "materials",
    "performance",
    "receipt",
    "roster",
    "sessions",
    "signatures",
]
