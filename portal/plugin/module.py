"""Starts the plugin platform: loads the plugins and mounts them behind the gate."""

from importlib.metadata import version
from pkgutil import iter_modules

from flask import Flask

from portal.config import ROOT
from portal.permissions import catalogue
from portal.plugin import gate
from portal.plugin.declarations import of_pages
from portal.plugin.pauses import Board
from portal.plugin.registry import Registry


def init_app(app: Flask, *, core_modules: dict[str, object]) -> None:
    """Load the plugins, mount their blueprints behind the gate, and let core modules join the hooks. Everything of the
    core must be mounted before: its names are reserved."""
    registry = Registry(
        core_version=version("fengqiao-portal"),
        reserved=_names_of_core(app),
        words=frozenset(rule.rule.split("/")[1] for rule in app.url_map.iter_rules()),
        permissions=frozenset(app.extensions["portal_permissions"]),
        checks=(of_pages, *app.extensions.get("portal_plugin_checks", ())),
    )
    registry.patience.board = Board(app.extensions["portal_settings"].instance)
    for name, module in core_modules.items():
        registry.add_core(name, module)
    if app.extensions["portal_settings"].safe_mode:
        registry.leave_out("safe mode: PORTAL_SAFE_MODE is set")
    else:
        registry.load(without=frozenset(app.extensions["portal_settings"].leave_out.replace(" ", "").split(",")))
    app.extensions["portal_plugins"] = registry
    gate.init_app(app)
    for manifest in registry.manifests.values():
        catalogue(app, manifest.permissions, manifest.roles)
        for blueprint in manifest.blueprints:
            app.register_blueprint(blueprint)


def _names_of_core(app: Flask) -> frozenset[str]:
    """Its modules and blueprints."""
    return frozenset({each.name for each in iter_modules([str(ROOT / "portal")])} | set(app.blueprints))
