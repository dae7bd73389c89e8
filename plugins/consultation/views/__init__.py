"""Pages of 议事坊, one area a file. Importing them mounts them on the blueprint."""

from plugins.consultation.views import forums, rounds

__all__ = ["forums", "rounds"]
