"""One search box for everything: what the core rooms and the plugins in effect find."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One thing found. `kind` names what it is (事项, 居民 …)."""

    kind: str
    title: str
    url: str
    meta: str = ""
