"""Which plugins are in effect for a unit: asked at every request, answered from a cache that any new decision voids."""

from datetime import date

from flask import current_app, g
from flask.globals import app_ctx
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import RoleGrant
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.decisions import Decision, decide
from portal.plugin.models import Activation

CACHE_SIZE = 2000


def in_effect(unit: OrgUnit | None) -> dict[str, Decision]:
    """Plugins that are on or read-only for `unit` today, by key. Without a unit: none."""
    if unit is None:
        return {}
    context = app_ctx._get_current_object()  # asked many times a page: one look at the context is cheaper than four
    known = context.app.extensions.setdefault("portal_activation_cache", {})
    key = (unit.path, context.g.get("platform_version") or version(), clock.today())
    found = known.get(key)
    if found is None:
        if len(known) >= CACHE_SIZE:
            known.clear()
        found = known[key] = {name: decision for name, decision in decisions_for(unit).items() if decision.on}
    return found


def decisions_for(unit: OrgUnit, day: date | None = None) -> dict[str, Decision]:
    """The decision about every installed plugin for `unit` as of `day` (today)."""
    rows = db.session.scalars(select(Activation).where(Activation.unit_id.in_(unit.ancestor_ids)))
    manifests = current_app.extensions["portal_plugins"].manifests
    return decide(manifests, rows, unit.ancestor_ids, day or clock.today())


def version() -> tuple:
    """Names the state of all decisions: rows are only ever added. One statement a request.

    (The newest row alone would not do: an earlier number may be committed later.)
    """
    if "platform_version" not in g:
        tables = [(select(func.count(model.id)).scalar_subquery(), select(func.max(model.id)).scalar_subquery())
                  for model in (Activation, RoleGrant)]
        g.platform_version = tuple(db.session.execute(select(*(column for pair in tables for column in pair))).one())
    return g.platform_version


def forget_version() -> None:
    """After a decision in this request."""
    g.pop("platform_version", None)
