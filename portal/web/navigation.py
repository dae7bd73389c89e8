"""The main navigation, assembled from the core rooms and the plugins in effect."""

from dataclasses import dataclass

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

    @property
    def active(self) -> bool:
        return request.path == self.url or (self.url != "/" and request.path.startswith(f"{self.url}/"))


def navigation() -> list[NavItem]:
    """What the signed-in person may go to, in order."""
    if not current_user.is_authenticated:
        return []
    items = dispatch.collect("nav_items", ctx=hook_context())
    allowed = [item for item in items if not item.permission or current_user.can(item.permission)]
    return sorted(allowed, key=lambda item: item.order)
