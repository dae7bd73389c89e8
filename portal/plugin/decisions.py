"""Computes which plugins are in effect from the activation rows of a unit and its ancestors; pure functions.

The nearest row up the tree wins, unless an ancestor locked its own; then a plugin whose requirements are not in effect
drops out, is read-only where they are, and of two in conflict the one decided later drops out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.plugin.manifest import Manifest
from portal.plugin.models import Activation

WHY = {
    "always_on": "系统必备，始终启用",
    "default": "没有单位作过决定，按模块的默认状态",
    "own": "本单位的决定",
    "inherited": "沿用上级单位的决定",
    "locked": "上级单位已锁定，下级不能更改",
    "requires": "所依赖的模块没有启用",
    "conflict": "与另一个已启用的模块冲突",
}


@dataclass(frozen=True)
class Decision:
    """The state of one plugin for one unit; `why` is a key of WHY, `row_id` the row that decided, `other` the plugin
    that a requirement or a conflict is about."""

    plugin: str
    state: str
    why: str = "default"
    row_id: int | None = None
    other: str = ""

    @property
    def on(self) -> bool:
        return self.state != "off"

    @property
    def reason(self) -> str:
        return WHY[self.why]


def decide(
    manifests: Mapping[str, Manifest], rows: Iterable[Activation], way: Sequence[int], day: date
) -> dict[str, Decision]:
    """The decision about every plugin of `manifests` (in order of `requires`) for the unit at the end of `way`.

    `way` are the ids of the ancestors from the root down and of the unit; `rows` are activation rows of these units, of
    which only those in force on `day` count.
    """
    latest: dict[tuple[str, int], Activation] = {}
    for row in sorted(rows, key=lambda row: row.id):
        if row.in_force(day):
            latest[row.plugin, row.unit_id] = row
    decisions: dict[str, Decision] = {}
    for manifest in manifests.values():
        own = _nearest(manifest, latest, way)
        decisions[manifest.key] = _after_requirements(own, manifest, decisions)
    return _after_conflicts(decisions, manifests)


def _nearest(manifest: Manifest, latest: Mapping[tuple[str, int], Activation], way: Sequence[int]) -> Decision:
    if manifest.always_on:
        return Decision(manifest.key, "on", "always_on")
    found = Decision(manifest.key, manifest.default_state)
    for unit_id in way:
        row = latest.get((manifest.key, unit_id))
        if row is None:
            continue
        below = unit_id != way[-1]
        found = Decision(
            manifest.key, row.state, "locked" if below and row.locked else "inherited" if below else "own", row.id
        )
        if row.locked:
            break
    return found


def _after_requirements(own: Decision, manifest: Manifest, decisions: Mapping[str, Decision]) -> Decision:
    for needed in manifest.needs:
        if own.on and not decisions[needed].on:
            return replace(own, state="off", why="requires", other=needed)
        if own.state == "on" and decisions[needed].state == "read_only":
            own = replace(own, state="read_only", why="requires", other=needed)
    return own


def _after_conflicts(decisions: dict[str, Decision], manifests: Mapping[str, Manifest]) -> dict[str, Decision]:
    kept: dict[str, Decision] = {}
    for key in sorted(decisions, key=lambda each: decisions[each].row_id or 0):
        rival = next(
            (other for other in kept if kept[other].on and in_conflict(manifests[key], manifests[other])), None
        )
        decision = decisions[key]
        kept[key] = replace(decision, state="off", why="conflict", other=rival) if rival and decision.on else decision
    ordered = {key: kept[key] for key in decisions}
    return {key: _after_requirements(ordered[key], manifests[key], ordered) for key in ordered}


def in_conflict(one: Manifest, other: Manifest) -> bool:
    """Whether either declares a conflict with the other."""
    return other.key in one.conflicts or one.key in other.conflicts
