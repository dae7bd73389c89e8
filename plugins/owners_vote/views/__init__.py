"""Pages of 业主表决. Importing them mounts them on the blueprint."""

from plugins.owners_vote.views import roll, votes

__all__ = ["votes", "roll"]
