"""What is declared: rights and roles as docs/permissions.md tells them, and of each module what its manifest says of oversight and roles."""

import re
from dataclasses import dataclass
from pathlib import Path

from portal.plugin.manifest import Manifest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
ROLE = re.compile(r"`([a-z_.]+)`")
FIXED = ("accounts.", "units.manage", "plugins.", "notices.", "settings.", "audit.", "jobs.")
OF_RESIDENTS = (
    "people.rights",
    "people.seen",
    "privacy.decide",
    "retention.manage",
)  # what residents ask about themselves


@dataclass(frozen=True)
class Right:
    """`roles` have it unless a district says otherwise."""

    key: str
    nature: str
    roles: frozenset[str]
    oversight: bool

    @property
    def module(self) -> str:
        return self.key.partition(".")[0]

    @property
    def fixed(self) -> bool:
        """Whether it stays with offices of the core: neither adjusted nor copied with a role (docs/adr/0023, 0069)."""
        return self.key.startswith(FIXED) or self.key in OF_RESIDENTS


@dataclass(frozen=True)
class Declared:
    """All there is. `modules` are those whose state follows from decisions alone; `outside`: roles of who works in no office."""

    rights: dict[str, Right]
    roles: tuple[str, ...]
    modules: tuple[str, ...]
    every_module: tuple[str, ...]
    outside: frozenset[str]


def read(manifests: dict[str, Manifest]) -> Declared:
    """From the page and the manifests."""
    head, _, *lines = (line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|"))
    roles = ROLE.findall(head)
    watched = {key for each in manifests.values() for key in each.oversight}
    rights = {}
    for line in lines:
        key, _, nature, *ticks = (cell.strip() for cell in line.strip("|").split("|"))
        held = frozenset(role for role, tick in zip(roles, ticks, strict=False) if tick)
        key = key.strip("`")
        rights[key] = Right(key, nature, held, key in watched)
    plain = [
        key
        for key, each in manifests.items()
        if not (each.requires or each.conflicts or each.always_on) and each.default_state == "off"
    ]
    outside = frozenset(role.key for each in manifests.values() for role in each.roles if role.outside)
    return Declared(rights, tuple(roles), tuple(plain), tuple(manifests), outside)
