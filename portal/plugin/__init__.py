"""The plugin platform: what is installed, what is in effect where, and the one way to call hooks."""

from importlib.metadata import version

from flask import Flask

from portal.accounts.permissions import catalogue
from portal.plugin import gate
from portal.plugin.cli import plugins_cli
from portal.plugin.registry import Registry
from portal.plugin.views import bp


def init_app(app: Flask, *, core_rooms: dict[str, object]) -> None:
    """Load the plugins, mount their blueprints behind the gate, and let core rooms join the hooks."""
    registry = Registry(core_version=version("fengqiao-portal"))
    for name, room in core_rooms.items():
        registry.add_core(name, room)
    registry.load()
    app.extensions["portal_plugins"] = registry
    gate.init_app(app)
    for manifest in registry.manifests.values():
        catalogue(app, manifest.permissions)
        for blueprint in manifest.blueprints:
            app.register_blueprint(blueprint)
    app.register_blueprint(bp)
    app.cli.add_command(plugins_cli)
