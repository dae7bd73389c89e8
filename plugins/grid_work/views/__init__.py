"""The pages; importing them mounts them."""

from plugins.grid_work.views import homes, pauses, today, visits  # noqa: F401
