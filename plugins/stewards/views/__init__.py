"""Pages of 红管家, one area a file. Importing them mounts them on the blueprint."""

from plugins.stewards.views import neighbourhoods, rounds

__all__ = ["neighbourhoods", "rounds"]
