"""Pages of 议事坊, one area a file. Importing them mounts them on the blueprint."""

from plugins.consultation.views import (
    ballots,
    forums,
    items,
    meetings,
    public,
    resolutions,
    rounds,
    topics,
)

__all__ = [
    "forums",
    "rounds",
    "topics",
    "meetings",
    "items",
    "ballots",
    "resolutions",
    "public",
]
