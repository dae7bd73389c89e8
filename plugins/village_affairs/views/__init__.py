"""Pages of 村级事务. Importing them mounts them on the blueprint."""

from plugins.village_affairs.views import councils, covenants, matters, public

__all__ = ["matters", "covenants", "councils", "public"]
