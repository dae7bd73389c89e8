"""Where the signed-in person is working now, and the context handed to hooks."""

from flask import g, session
from flask_login import current_user

from portal import clock
from portal.org.models import OrgUnit
from portal.plugin.hookspecs import Context

__all__ = ["current_unit", "hook_context"]


def current_unit() -> OrgUnit | None:
    """The unit of the appointment in use: the one chosen in the unit switcher, else the first."""
    if "unit" not in g:
        units = current_user.units if current_user.is_authenticated else []
        chosen = session.get("unit_id")
        g.unit = next((unit for unit in units if unit.id == chosen), units[0] if units else None)
    return g.unit


def hook_context(unit: OrgUnit | None = None) -> Context:
    """The context for hooks, of whoever is signed in: in `unit`, such as where a record lies, or else the unit one works in."""
    return Context(unit=unit or current_unit(), actor=current_user._get_current_object(), now=clock.now())
