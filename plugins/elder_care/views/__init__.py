"""The pages, one area a file; importing them mounts them."""

from plugins.elder_care.views import (  # noqa: F401
    canteens,
    cards,
    late,
    meals,
    members,
    public_menu,
    queue,
    settlements,
    till,
)
