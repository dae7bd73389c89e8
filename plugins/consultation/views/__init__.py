"""Pages of 议事坊, one area a file. Importing them mounts them on the blueprint."""

from plugins.consultation.views import (
    ballots,
    councils,
    covenants,
    forums,
    items,
    meetings,
    public,
    resolutions,
    rounds,
    topics,
    village,
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
    "village",
    "covenants",
    "councils",
]
