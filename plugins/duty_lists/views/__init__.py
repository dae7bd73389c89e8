"""Pages of 事项准入, one area a file. Importing them mounts them on the blueprint."""

from plugins.duty_lists.views import admissions, cases, editions, opinions, public, ratings, self_check, tasks

__all__ = ["admissions", "cases", "editions", "opinions", "public", "ratings", "self_check", "tasks"]
