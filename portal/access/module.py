"""Mounts 权限."""

from flask import Flask

from portal.access import (
    appointing,
    matrix,  # noqa: F401  adds its views to the blueprint
    roles,  # noqa: F401  likewise
    why,  # noqa: F401  likewise
)
from portal.access.blueprint import ADJUST, bp
from portal.accounts.management import listing
from portal.permissions import EXPLAIN
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl


class Module:
    """The entries in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("角色", "/access/roles", icon="users", permission=ADJUST, group="系统管理", order=91),
            NavItem("权限查询", "/access/why", icon="search", permission=EXPLAIN, group="系统管理", order=93),
        ]


def init_app(app: Flask) -> None:
    """Mount the pages."""
    if appointing.button not in listing.BESIDE:
        listing.BESIDE.append(appointing.button)
    app.register_blueprint(bp)
