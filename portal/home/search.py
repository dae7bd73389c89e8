"""One search box for everything: what the core modules and the plugins in effect find."""

from collections.abc import Iterable

from portal.plugin.contributions import MOST_HITS, Hit


def by_kind(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """At most ten hits of each kind, kinds in the order they came."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        group = groups.setdefault(hit.kind, [])
        if len(group) < MOST_HITS:
            group.append(hit)
    return groups
