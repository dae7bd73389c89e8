"""Pages of 见义勇为, one noun a file; importing them adds them to the blueprint."""

from plugins.heroes.views import (
    acceptance,
    association,
    decisions,
    deeds,
    honours,
    investigation,
    members,
    nominations,
    objections,
    people,
    public,
    registry,
    rolls,
)

__all__ = [
    "acceptance",
    "association",
    "decisions",
    "deeds",
    "honours",
    "investigation",
    "members",
    "nominations",
    "objections",
    "people",
    "public",
    "registry",
    "rolls",
]
