"""Registers the pages of this module and the page frame."""

from flask import Flask

from portal.home import styleguide
from portal.home.frame import frame
from portal.home.views import bp
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [
            NavItem("工作台", "/", icon="house", order=0),
            NavItem("统计", "/reports", icon="chart-column", permission="cases.view", order=30),
        ]


def init_app(app: Flask) -> None:
    """Mount the module, and the style guide while developing; every page gets the frame."""
    app.register_blueprint(bp)
    if app.extensions["portal_settings"].env != "production":
        app.register_blueprint(styleguide.bp)
    app.context_processor(frame)
