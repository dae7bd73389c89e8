"""The main navigation, assembled from the core rooms and the plugins in effect."""

from dataclasses import dataclass, replace

from flask import request
from flask_login import current_user

from portal.plugin import dispatch
from portal.web.context import hook_context


@dataclass(frozen=True)
class NavItem:
    """One entry. `permission` decides who sees it; `order` where it stands."""

    label: str
    url: str
    icon: str = ""
    permission: str = ""
    group: str = ""
    order: int = 50
    count: int | None = None

    active: bool = False

    @property
    def closeness(self) -> int:
        """How much of the present address this entry stands for; 0 when it is elsewhere."""
        own = self.url.rstrip("/")
        here = request.path == self.url or (own and f"{request.path}/".startswith(f"{own}/"))
        return len(self.url) if here else 0


def navigation() -> list[NavItem]:
    """What the signed-in person may go to, in order."""
    if not current_user.is_authenticated:
        return []
    items = dispatch.collect("nav_items", ctx=hook_context())
    allowed = [item for item in items if not item.permission or current_user.can(item.permission)]
    nearest = max(allowed, key=lambda item: item.closeness, default=None)
    shown = [replace(item, active=item is nearest and item.closeness > 0) for item in allowed]
    return sorted(shown, key=lambda item: item.order)
