"""The main navigation, assembled from the core modules and the plugins in effect."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import request
from flask_login import current_user

from portal.permissions import declared
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import NavItem


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
    return list(folded(allowed))


def folded(items: Iterable[NavItem]) -> Iterator[NavItem]:
    """The entries in order. A group is shown as one entry that leads to its first page, except the group of the current
    page, which is shown in full: so the menu fits on a screen with fifteen plugins."""
    for entries in in_order(items):
        group = entries[0].group
        if not group or any(item.active for item in entries):
            yield from entries
        elif len(entries) == 1:
            yield replace(entries[0], group="")
        else:
            counts = [item.count for item in entries if item.count is not None]
            yield replace(entries[0], label=group, group="", count=sum(counts) if counts else None)


def in_order(items: Iterable[NavItem]) -> Iterable[list[NavItem]]:
    """The entries by `order`, in blocks: a group is one block, at the place of its smallest order; any other entry is its own."""
    found: dict[str | int, list[NavItem]] = {}
    for number, item in enumerate(sorted(items, key=lambda item: item.order)):
        found.setdefault(item.group or number, []).append(item)
    return found.values()
