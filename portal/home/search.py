"""One search box for everything: what the core rooms and the plugins in effect find."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 10


@dataclass(frozen=True)
class Hit:
    """One thing found. `kind` names what it is (事项, 居民 …)."""

    kind: str
    title: str
    url: str
    meta: str = ""


def by_kind(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    """At most ten hits of each kind, kinds in the order they came."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        group = groups.setdefault(hit.kind, [])
        if len(group) < MOST:
            group.append(hit)
    return groups
