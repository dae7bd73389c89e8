"""Which plugins are in effect for a unit: asked many times per request, hence cached until a decision changes."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import current_app
from sqlalchemy import select

from portal import clock, decision_cache
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.decisions import Decision, decide
from portal.plugin.models import Activation

__all__ = ["in_effect", "takes_new", "overseen"]

HELD = "units overseen"  # in the notes of a session: id → unit

decision_cache.watch_rows(Activation)


def in_effect(unit: OrgUnit | None) -> dict[str, Decision]:
    """Plugins that are on or read-only for `unit` today, by key. Without a unit: none."""
    if unit is None:
        return {}
    return decision_cache.kept(
        ("in effect", unit.path, clock.today()),
        lambda: {name: decision for name, decision in decisions_for(unit).items() if decision.on},
    )


def in_effect_within(unit: OrgUnit) -> frozenset[str]:
    """Keys of the plugins that are on or read-only today in `unit` or somewhere below it."""
    return decision_cache.kept(
        ("in effect within", unit.path, clock.today()),
        lambda: frozenset(key for place in (unit, *_deciding_below(unit)) for key in in_effect(place)),
    )


def overseen(unit: OrgUnit | None) -> frozenset[str]:
    """Keys of the plugins with `oversight` that are off for `unit` itself, and in effect in a unit below it today."""
    if unit is None:
        return frozenset()
    return decision_cache.kept(("overseen", unit.path, clock.today()), lambda: _load_overseen(unit))


def _load_overseen(unit: OrgUnit) -> frozenset[str]:
    manifests, here = current_app.extensions["portal_plugins"].manifests, in_effect(unit)
    asked = [key for key, each in manifests.items() if each.oversight and key not in here]
    return in_effect_within(unit).intersection(asked) if asked else frozenset()


def places_overseen(plugin: str, unit: OrgUnit) -> Sequence[OrgUnit]:
    """The units below `unit` in which `plugin`, which it oversees, is in effect today; of those within each other the outermost."""
    idents = decision_cache.kept(
        ("places overseen", plugin, unit.path, clock.today()), lambda: _outermost_with(plugin, unit)
    )
    return _held(idents)


def _held(idents: Iterable[int]) -> Sequence[OrgUnit]:
    """The units, by path. The session holds on to them: whoever oversees others is asked for rights hundreds of times a page, and else each time reads
    them anew."""
    held: dict[int, OrgUnit] = db.session().info.setdefault(HELD, {})
    if missing := [each for each in idents if each not in held or held[each] not in db.session]:
        held.update((each.id, each) for each in db.session.scalars(select(OrgUnit).where(OrgUnit.id.in_(missing))))
    return sorted((held[each] for each in idents), key=lambda unit: unit.path)


def _outermost_with(plugin: str, unit: OrgUnit) -> tuple[int, ...]:
    found: list[OrgUnit] = []
    for each in sorted(_deciding_below(unit), key=lambda each: each.path):  # those above come before those below
        if plugin in in_effect(each) and not (found and each.path.startswith(found[-1].path)):
            found.append(each)
    return tuple(each.id for each in found)


def _deciding_below(unit: OrgUnit) -> Sequence[OrgUnit]:
    decided = select(Activation.unit_id)
    return db.session.scalars(select(OrgUnit).where(unit.subtree_of(OrgUnit), OrgUnit.id.in_(decided))).all()


def takes_new(plugin: str | None, unit: OrgUnit | None) -> bool:
    """Whether `plugin` takes new records in `unit`, being on and not only to be read; the core (None) always does."""
    decision = in_effect(unit).get(plugin) if plugin else None
    return plugin is None or (decision is not None and decision.state == "on")


def switched_off(keys: Iterable[str], unit: OrgUnit) -> str | None:
    """What staff of `unit` are told where one of these plugins was switched off by a decision; None where none ever was."""
    decisions = decisions_for(unit)
    off = any((found := decisions.get(key)) and not found.on and found.row_id for key in keys)
    return f"这个功能在{unit.short_name}已停用，数据保留。" if off else None


def decisions_for(unit: OrgUnit, day: date | None = None) -> dict[str, Decision]:
    """The decision about every installed plugin for `unit` as of `day` (today)."""
    rows = db.session.scalars(select(Activation).where(Activation.unit_id.in_(unit.ancestor_ids)))
    manifests = current_app.extensions["portal_plugins"].manifests
    return decide(manifests, rows, unit.ancestor_ids, day or clock.today())
