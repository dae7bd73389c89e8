"""Runs before every view of a plugin: 404 where the plugin is off (to staff it says so where somebody switched it off), 403 for changes where it is read-only."""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.database import only_asks
from portal.extensions import db, login
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect, overseen, switched_off
from portal.plugin.context import current_unit
from portal.web.pages.rendering import LARGEST_ID


def init_app(app: Flask) -> None:
    """Check every request before its view, and every row that a change is about."""
    app.before_request(_gate)
    app.extensions["portal_gate_of_row"] = gate_of_row


def _gate() -> ResponseReturnValue | None:
    key = plugin_of(request.blueprint)
    if _out_of_effect(request.blueprint):
        abort(404)
    if key is None or request.endpoint == f"{key}.static":  # static files hold nothing of any district
        return None
    if _is_public():
        unit = _unit_of_address()
    elif not current_user.is_authenticated:
        return login.unauthorized()
    else:
        unit = current_unit()
    let_through(key, unit)
    return None


def gate_of_row(row: Any) -> None:
    """For a change: the plugin must take new records where `row` lies, not only where one works. 404 or 403 otherwise."""
    key = plugin_of(request.blueprint)
    if key is None or only_asks(request.method, _view()):
        return
    unit = getattr(getattr(row, "record", row), "unit", None)
    if unit is not None:
        let_through(key, unit)


def let_through(key: str, unit: OrgUnit | None) -> None:
    """404 where the plugin is off in `unit`, 403 for a change where it is read-only."""
    decision = in_effect(unit).get(key)
    if decision is None and not _is_public() and key in overseen(unit):
        if only_asks(request.method, _view()):
            return
        abort(403, "这个功能模块只在下级单位启用，本单位只能查看。")
    if decision is None:
        abort(404, None if unit is None or _is_public() else switched_off([key], unit))
    if decision.state == "read_only" and not only_asks(request.method, _view()):
        abort(403, "这个功能模块目前只读，可以查看和打印，不能新增或修改。")


def _is_public() -> bool:
    return getattr(_view(), "guard", "") == "public"


def _view() -> Callable:
    """The view of this request; only called for endpoints of plugins, so there is one."""
    return current_app.view_functions[request.endpoint or ""]


def _unit_of_address() -> OrgUnit | None:
    """A public page of a plugin belongs to the unit its address names: `/heroes/public/<int:unit_id>/…`."""
    unit_id = (request.view_args or {}).get("unit_id") or 0
    unit = db.session.get(OrgUnit, unit_id) if unit_id <= LARGEST_ID else None
    return unit if unit is not None and unit.closed_on is None else None


def _out_of_effect(blueprint: str | None) -> bool:
    """Whether the pages are those of a plugin that was mounted, and withdrawn since."""
    return (blueprint or "").partition(".")[0] in current_app.extensions["portal_plugins"].withdrawn


def plugin_of(blueprint: str | None) -> str | None:
    """Key of the plugin that a blueprint belongs to; None for the core."""
    owner = (blueprint or "").partition(".")[0]
    return owner if owner in current_app.extensions["portal_plugins"].manifests else None
