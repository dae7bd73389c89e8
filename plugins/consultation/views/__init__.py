"""Pages of 议事坊, one area a file. Importing them mounts them on the blueprint."""

from plugins.consultation.views import forums, items, meetings, public, resolutions, topics

__all__ = ["forums", "topics", "meetings", "items", "resolutions", "public"]
