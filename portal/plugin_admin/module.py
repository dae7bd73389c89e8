"""Mounts the administration of plugins."""

from flask import Flask, current_app

from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin_admin.cli import plugins_cli
from portal.plugin_admin.views import bp
from portal.settings import Section, SettingsForm, offer
from portal.settings.sections import LEVELS


class Module:
    """功能模块, and what there is to set, in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("功能模块", "/plugins/", icon="blocks", permission="plugins.manage", group="系统管理", order=90),
            NavItem("各项设置", "/settings", icon="settings", permission="settings.manage", group="系统管理", order=91),
        ]


def init_app(app: Flask) -> None:
    """Mount the pages and the commands."""
    app.register_blueprint(bp)
    app.cli.add_command(plugins_cli)
    offer(app, _settings)


def _settings() -> list[Section]:
    """What the installed plugins let a unit decide."""
    return [
        Section(
            key=each.key,
            name=f"{each.name}的设置",
            form=each.settings,
            parents=(("各项设置", "/settings"),),
            levels=tuple(level for level in LEVELS if level in each.scope_levels),
            effects=each.settings_effects,
        )
        for each in current_app.extensions["portal_plugins"].manifests.values()
        if each.settings and issubclass(each.settings, SettingsForm)
    ]
