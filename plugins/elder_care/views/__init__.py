"""The pages, one area a file; importing them mounts them."""

from plugins.elder_care.views import canteens, cards, late, lists, meals, members, queue, settlements, till  # noqa: F401
