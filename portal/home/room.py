"""工作台: what waits for me, assembled from hooks, red first."""

from flask import Flask

from portal.home.views import bp
from portal.plugin.hookspecs import hookimpl
from portal.web.navigation import NavItem


class Room:
    """What this room adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("工作台", "/", icon="house", order=0)]


def init_app(app: Flask) -> None:
    """Mount the room."""
    app.register_blueprint(bp)
