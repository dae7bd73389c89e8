"""Which plugins are in effect for a unit: the nearest row up the tree decides, unless an ancestor locked it."""

from dataclasses import dataclass
from datetime import date

from flask import current_app, g, has_app_context
from sqlalchemy import func, select

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.manifest import Manifest
from portal.plugin.models import STATES, Activation


@dataclass(frozen=True)
class Decision:
    """The state of one plugin for one unit, and the row that decided it (None: the manifest's default)."""

    plugin: str
    state: str
    row_id: int | None = None

    @property
    def on(self) -> bool:
        return self.state != "off"


def in_effect(unit: OrgUnit | None) -> dict[str, Decision]:
    """Plugins that are on or read-only for `unit` today, by key. Without a unit: none."""
    if unit is None:
        return {}
    known = current_app.extensions.setdefault("portal_activation_cache", {})
    key = (unit.path, _version(), clock.today())
    if key not in known:
        if len(known) > 2000:
            known.clear()
        known[key] = {each.plugin: each for each in decide(unit, clock.today()) if each.on}
    return known[key]


def decide(unit: OrgUnit, day: date) -> list[Decision]:
    """The state of every installed plugin for `unit` as of `day`, after dependencies."""
    rows = db.session.scalars(
        select(Activation).where(Activation.unit_id.in_(unit.ancestor_ids)).order_by(Activation.id)
    ).all()
    manifests = current_app.extensions["portal_plugins"].manifests
    decisions: dict[str, Decision] = {}
    for key, manifest in manifests.items():  # in order of `requires`
        decision = _nearest(manifest, [row for row in rows if row.plugin == key and row.in_force(day)], unit)
        needs = all(decisions[needed].on for needed in manifest.needs)
        decisions[key] = decision if needs else Decision(key, "off", decision.row_id)
    return list(decisions.values())


def _nearest(manifest: Manifest, rows: list[Activation], unit: OrgUnit) -> Decision:
    if manifest.always_on:
        return Decision(manifest.key, "on")
    latest = {row.unit_id: row for row in rows}  # ordered by id: the newest of a unit stays
    chosen = None
    for unit_id in unit.ancestor_ids:
        row = latest.get(unit_id)
        if row is not None:
            chosen = row
            if row.locked:
                break
    return Decision(manifest.key, chosen.state if chosen else manifest.default_state, chosen.id if chosen else None)


def switch(plugin: str, unit: OrgUnit, state: str, *, by, reason: str) -> Activation:
    """Decide that `plugin` is `state` from `unit` downward. Raises ValueError for what does not exist."""
    if plugin not in current_app.extensions["portal_plugins"].manifests:
        raise ValueError(f"没有名为 {plugin} 的功能模块。")
    if state not in STATES:
        raise ValueError(f"没有“{state}”这种状态。")
    row = Activation(unit_id=unit.id, plugin=plugin, state=state, actor_id=by.id if by else None, reason=reason)
    db.session.add(row)
    db.session.flush()
    _forget_version()
    return row


def _version() -> tuple[int, int | None]:
    """How many decisions there are, and the newest: rows are only ever added, so these name the state of all of them.

    (The newest alone would not do: an earlier number may be committed later.)
    """
    if "activation_version" not in g:
        g.activation_version = tuple(db.session.execute(select(func.count(), func.max(Activation.id))).one())
    return g.activation_version


def _forget_version() -> None:
    if has_app_context():
        g.pop("activation_version", None)
