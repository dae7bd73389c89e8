"""The gate before every view of a plugin: where the plugin is off, its addresses do not exist."""

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.database import SAFE_METHODS
from portal.extensions import login
from portal.plugin.activation import in_effect
from portal.web.context import current_unit


def init_app(app: Flask) -> None:
    """Stand before every request."""
    app.before_request(_gate)


def _gate() -> ResponseReturnValue | None:
    key = _plugin_of(request.blueprint)
    if key is None:
        return None
    if request.endpoint == f"{key}.static":
        return None  # files that hold nothing of any district
    if not current_user.is_authenticated and _guard() != "public":
        return login.unauthorized()
    decision = in_effect(current_unit()).get(key)
    if decision is None:
        abort(404)
    if decision.state == "read_only" and request.method not in SAFE_METHODS:
        abort(403, "这个功能模块目前只读，不能新增或修改。")
    return None


def _guard() -> str:
    return getattr(current_app.view_functions[request.endpoint], "guard", "")


def _plugin_of(blueprint: str | None) -> str | None:
    owner = (blueprint or "").split(".")[0]
    return owner if owner in current_app.extensions["portal_plugins"].manifests else None
