"""Mounts the administration of plugins."""

from flask import Flask

from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin_admin.cli import plugins_cli
from portal.plugin_admin.views import bp


class Module:
    """功能模块 in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("功能模块", "/plugins/", icon="blocks", permission="plugins.manage", group="系统管理", order=90)
        ]


def init_app(app: Flask) -> None:
    """Mount the pages and the commands."""
    app.register_blueprint(bp)
    app.cli.add_command(plugins_cli)
