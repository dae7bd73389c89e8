"""Pages of 综治中心, one area a file. Importing them mounts them on the blueprint."""

from plugins.centre.views import calls, centres, checks, exchanges, items, presences, public, shifts, weeks, windows

__all__ = [
    "calls",
    "centres",
    "checks",
    "exchanges",
    "items",
    "presences",
    "public",
    "shifts",
    "weeks",
    "windows",
]
