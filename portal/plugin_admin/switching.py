"""Switching a plugin for a unit: first a plan that shows the consequences, then the decision, recorded and audited."""

import logging
from dataclasses import dataclass, field
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import decisions_for
from portal.plugin.decisions import Decision, in_conflict
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Manifest
from portal.plugin.models import STATES, Activation

__all__ = ["switch"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A requested change: `plugin` shall be `state` for `unit` and below, between two days (both included)."""

    plugin: str
    unit: OrgUnit
    state: str
    locked: bool = False
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def begins(self) -> date:
        return self.valid_from or clock.today()


@dataclass
class Plan:
    """The consequences of a requested change; it cannot be carried out when there are objections. `now`: how each plugin stands before it."""

    wish: Wish
    now: dict[str, Decision]
    objections: list[str] = field(default_factory=list)
    pulls_in: list[str] = field(default_factory=list)
    takes_down: list[str] = field(default_factory=list)
    open_work: list[str] = field(default_factory=list)
    below: list[Activation] = field(default_factory=list)


def plan(wish: Wish, *, by: User | None) -> Plan:
    """Compute the consequences of `wish`; changes nothing. `by` None is the system itself. Raises NotAllowed outside one's
    own subtree, LookupError for a plugin or state that does not exist."""
    manifests = current_app.extensions["portal_plugins"].manifests
    if wish.plugin not in manifests or wish.state not in STATES:
        raise LookupError(f"没有名为 {wish.plugin} 的功能模块，或没有“{wish.state}”这种状态。")
    if by is not None and not by.can("plugins.manage", wish.unit):
        raise NotAllowed("只能开关本单位及其下级单位的功能模块。")
    now = decisions_for(wish.unit, wish.begins)
    made = Plan(wish, now)
    made.objections += _objections(wish, manifests, now, backdated=by is not None)
    made.below = _decisions_below(wish)
    if wish.state == "off" or wish.state == "read_only":
        made.takes_down = [key for key, each in manifests.items() if wish.plugin in each.needs and now[key].on]
    if wish.state == "on":
        made.pulls_in = _needed(manifests[wish.plugin], manifests, now)
        _object_to_switching_on(made, manifests, now, by)
    else:
        made.open_work = dispatch.collect("deactivation_impact", ctx=_context(wish, by), plugin=wish.plugin)
    return made


def carry_out(made: Plan, *, by: User | None, reason: str) -> Activation:
    """Decide as planned, for the pulled-in plugins too. Raises RuleError when there are objections. Commits nothing."""
    if made.objections:
        raise RuleError("".join(made.objections))
    wish = made.wish
    for key in made.pulls_in:
        _decide(made, key, by, f"因启用“{_name(wish.plugin)}”一并启用：{reason}", locked=False)
    row = _decide(made, wish.plugin, by, reason, locked=wish.locked)
    for key in [*made.pulls_in, wish.plugin]:
        _tell(key, wish, by)
    return row


def _tell(key: str, wish: Wish, by: User | None) -> None:
    """Tell all plugins. What fails keeps `key` from being switched on, but not off: it may be switched off for this very reason."""
    hook = "on_activated" if wish.state == "on" else "on_deactivated"
    try:
        with db.session.begin_nested():
            dispatch.call(hook, ctx=_context(wish, by), everywhere=True, plugin=key)
            db.session.flush()
    except Exception:
        if wish.state == "on":
            raise
        log.exception("plugin %s failed while it was switched off", key)
        told = f"{_name(key)}：模块自己的收尾出错没有做，已照样改为“{STATES[wish.state]}”"
        trail.record("plugin_switch", unit=wish.unit, actor=by, detail=told)


def switch(plugin: str, unit: OrgUnit, state: str, *, by: User | None, reason: str, **more) -> Activation:
    """Plan and carry out in one step, for commands and the demo. Raises as both do."""
    return carry_out(plan(Wish(plugin=plugin, unit=unit, state=state, **more), by=by), by=by, reason=reason)


def _decide(made: Plan, plugin: str, by: User | None, reason: str, *, locked: bool) -> Activation:
    wish, was = made.wish, made.now[plugin]
    before = f"{STATES[was.state]}（{was.reason}）"
    if was.why == "own":
        before = db.session.get_one(Activation, was.row_id).said
    row = Activation(
        unit_id=wish.unit.id,
        plugin=plugin,
        state=wish.state,
        locked=locked,
        valid_from=wish.begins,
        valid_until=wish.valid_until,
        actor_id=by.id if by else None,
        reason=reason,
    )
    db.session.add(row)
    db.session.flush()
    told = f"{_name(plugin)} → {STATES[wish.state]}：{reason}"
    changes = [(_name(plugin), before, row.said)]
    trail.record("plugin_switch", unit=wish.unit, actor=by, detail=told, changes=changes)
    return row


def _objections(wish: Wish, manifests: dict[str, Manifest], now: dict[str, Decision], *, backdated: bool) -> list[str]:
    manifest, found = manifests[wish.plugin], []
    if manifest.always_on:
        found.append(f"“{manifest.name}”是系统必备模块，不能开关。")
    if wish.unit.kind not in manifest.scope_levels:
        levels = "、".join(KINDS[kind] for kind in manifest.scope_levels)
        found.append(f"“{manifest.name}”只能在{levels}一级开关。")
    if now[wish.plugin].why == "locked":
        row = db.session.get(Activation, now[wish.plugin].row_id)
        found.append(f"上级单位{row.unit}已锁定为“{STATES[row.state]}”（{row.reason}），本单位不能更改。")
    if wish.valid_until and wish.valid_until < wish.begins:
        found.append("结束日期早于开始日期，请核对。")
    if backdated and wish.begins < clock.today():
        found.append("开始日期不能早于今天：已经发生的情况不能改写。")
    return found


def _object_to_switching_on(made: Plan, manifests: dict[str, Manifest], now: dict[str, Decision], by) -> None:
    for key in [*made.pulls_in, made.wish.plugin]:
        rivals = [other for other in manifests if now[other].on and in_conflict(manifests[key], manifests[other])]
        made.objections += [
            f"“{manifests[key].name}”与已启用的“{manifests[other].name}”冲突，不能同时启用。" for other in rivals
        ]
        if now[key].why == "locked" and key != made.wish.plugin:
            made.objections.append(f"所依赖的“{manifests[key].name}”被上级单位锁定，不能一并启用。")
        answers = dispatch.call("can_activate", ctx=_context(made.wish, by), everywhere=True, plugin=key)
        heard = (answer for answer in answers if not answer.failed or answer.plugin == key)
        made.objections += [text for answer in heard for text in answer.value]


def _needed(manifest: Manifest, manifests: dict[str, Manifest], now: dict[str, Decision]) -> list[str]:
    """Requirements that are not on yet, deepest first."""
    found: list[str] = []
    for key in manifest.needs:
        found += [each for each in _needed(manifests[key], manifests, now) if each not in found]
        if not now[key].on and key not in found:
            found.append(key)
    return found


def _decisions_below(wish: Wish) -> list[Activation]:
    """Newest decisions of units below, which stay as they are."""
    query = (
        select(Activation)
        .join(Activation.unit)
        .options(joinedload(Activation.unit))
        .where(
            Activation.plugin == wish.plugin,
            OrgUnit.path.startswith(wish.unit.path, autoescape=True),
            Activation.unit_id != wish.unit.id,
        )
        .order_by(Activation.id)
    )
    latest = {row.unit_id: row for row in db.session.scalars(query) if row.in_force(wish.begins)}
    return list(latest.values())


def _context(wish: Wish, by: User | None) -> Context:
    return Context(wish.unit, by, clock.now())


def _name(plugin: str) -> str:
    return current_app.extensions["portal_plugins"].manifests[plugin].name
