"""Pages of the mediation desk, one noun a file; importing them adds them to the blueprint."""

from plugins.mediation.views import (
    agreement,
    at_one_table,
    calendar,
    clauses,
    committees,
    disputes,
    dossiers,
    roster,
    sets,
    signatures,
    steps,
)

__all__ = [
    "agreement",
    "at_one_table",
    "calendar",
    "clauses",
    "committees",
    "disputes",
    "dossiers",
    "roster",
    "sets",
    "signatures",
    "steps",
]
