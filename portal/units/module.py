"""Mounts 组织机构."""

from flask import Flask

from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.units.models import VIEW
from portal.units.views import bp


class Module:
    """The entry in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("组织机构", "/units", icon="building-2", permission=VIEW, group="系统管理", order=92)]


def init_app(app: Flask) -> None:
    """Mount the pages."""
    app.register_blueprint(bp)
