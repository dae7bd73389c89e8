"""The main navigation, assembled from the core modules and the plugins in effect."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, request
from flask_login import current_user

from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Card, NavItem, Report

log = logging.getLogger(__name__)
Led = TypeVar("Led", Card, Report)


def navigation() -> list[NavItem]:
    """What the signed-in person may go to, in order."""
    if not current_user.is_authenticated:
        return []
    allowed = offered(
        dict.fromkeys(dispatch.collect("nav_items", ctx=hook_context()))
    )  # what several give is shown once
    closeness = [item.closeness(request.path) for item in allowed]
    if any(closeness):
        nearest = closeness.index(max(closeness))
        allowed[nearest] = replace(allowed[nearest], active=True)
    return list(folded(allowed))


def offered(items: Iterable[Any]) -> list[Any]:
    """Those of menu entries or reports whose permission the reader holds. An entry that asks for one nobody declared is logged and
    left out: the menu stands on every page, on that of an error too."""
    known, held = current_app.extensions["portal_permissions"], current_user.permissions
    for each in items:
        if each.permission and each.permission not in known:
            log.error("%s is not offered: nobody declares the permission %s", each, each.permission)
    return [each for each in items if not each.permission or each.permission in held]


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


def by_room(cards: Iterable[Led]) -> dict[str, list[Led]]:
    """Cards or reports under what the menu calls the module they lead to; those of a page that is on no menu stand under 其他."""
    entries = offered(dispatch.collect("nav_items", ctx=hook_context()))
    names = {_module(each.url): each.group or each.label for each in reversed(entries)}
    found: dict[str, list[Led]] = {}
    for card in cards:
        found.setdefault(names.get(_module(card.url), "其他"), []).append(card)
    return found


def _module(url: str) -> str:
    """The first part of the path: pages of a plugin stand under its key."""
    return urlsplit(url).path.split("/")[1]


def in_order(items: Iterable[NavItem]) -> Iterable[list[NavItem]]:
    """The entries by `order`, in blocks: a group is one block, at the place of its smallest order; any other entry is its own."""
    found: dict[str | int, list[NavItem]] = {}
    for number, item in enumerate(sorted(items, key=lambda item: item.order)):
        found.setdefault(item.group or number, []).append(item)
    return found.values()


def entries_named(text: str) -> list[NavItem]:
    """Entries of the reader's menu that `text` means, for the search: first those that are called so, then those whose group or plugin is,
    or whose plugin says it of itself (四议两公开)."""
    wanted = text.strip().casefold()
    found: list[tuple[int, NavItem]] = []
    for answer in dispatch.call("nav_items", ctx=hook_context()):
        manifest = current_app.extensions["portal_plugins"].manifests.get(answer.plugin)
        for each in offered(answer.value or ()):
            said = [each.label, each.group, *((manifest.name, manifest.summary) if manifest else ())]
            nearness = next((place for place, words in enumerate(said) if wanted in words.casefold()), None)
            if nearness is not None and each not in (known for _, known in found):
                found.append((nearness, each))
    return [each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].order))]
