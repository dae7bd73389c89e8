"""The module of the plugin platform: mounts it, and stands in the navigation."""

from importlib.metadata import version
from pkgutil import iter_modules

from flask import Flask

from portal.config import ROOT
from portal.permissions import catalogue
from portal.plugin import gate
from portal.plugin.cli import plugins_cli
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin.registry import Registry
from portal.plugin.views import bp


class Module:
    """功能模块 in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("功能模块", "/plugins/", icon="blocks", permission="plugins.manage", group="系统管理", order=90)
        ]


def init_app(app: Flask, *, core_modules: dict[str, object]) -> None:
    """Load the plugins, mount their blueprints behind the gate, and let core modules join the hooks."""
    app.register_blueprint(bp)
    registry = Registry(core_version=version("fengqiao-portal"), reserved=_names_of_core(app))
    for name, module in core_modules.items():
        registry.add_core(name, module)
    registry.load()
    app.extensions["portal_plugins"] = registry
    gate.init_app(app)
    for manifest in registry.manifests.values():
        catalogue(app, manifest.permissions)
        for blueprint in manifest.blueprints:
            app.register_blueprint(blueprint)
    app.cli.add_command(plugins_cli)


def _names_of_core(app: Flask) -> frozenset[str]:
    """Its modules, blueprints and the first words of its addresses."""
    words = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    return frozenset({each.name for each in iter_modules([str(ROOT / "portal")])} | set(app.blueprints) | words)
