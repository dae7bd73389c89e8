"""1+N: providers and orders for the old; importing the pages mounts them."""

from plugins.elder_care.services import figures, pages  # noqa: F401
