"""The main navigation, assembled from the core rooms and the plugins in effect."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from flask import request
from flask_login import current_user

from portal.accounts.permissions import declared
from portal.plugin import dispatch
from portal.web.context import hook_context


@dataclass(frozen=True)
class NavItem:
    """One entry. `permission` decides who sees it, `order` where it stands; those of a `group` are shown inside it."""

    label: str
    url: str
    icon: str = ""
    permission: str = ""
    group: str = ""
    order: int = 50
    count: int | None = None

    active: bool = False

    def closeness(self, path: str) -> int:
        """How much of the address `path` this entry stands for; 0 when it is elsewhere."""
        own = self.url.rstrip("/")
        return len(self.url) if path == self.url or (own and f"{path}/".startswith(f"{own}/")) else 0


def navigation() -> list[NavItem]:
    """What the signed-in person may go to, in order."""
    if not current_user.is_authenticated:
        return []
    items, held = dispatch.collect("nav_items", ctx=hook_context()), current_user.permissions
    allowed = [item for item in items if not item.permission or declared(item.permission) in held]
    closeness = [item.closeness(request.path) for item in allowed]
    if any(closeness):
        nearest = closeness.index(max(closeness))
        allowed[nearest] = replace(allowed[nearest], active=True)
    return list(folded(sorted(allowed, key=lambda item: item.order)))


def folded(items: Iterable[NavItem]) -> Iterator[NavItem]:
    """Each group as one entry that leads to its first page, but for the group one is in: with fifteen plugins the menu
    stays as long as a screen."""
    for group, members in groupby(items, key=lambda item: item.group):
        entries = list(members)
        if not group or any(item.active for item in entries):
            yield from entries
        elif len(entries) == 1:
            yield replace(entries[0], group="")
        else:
            counts = [item.count for item in entries if item.count is not None]
            yield replace(entries[0], label=group, group="", count=sum(counts) if counts else None)
