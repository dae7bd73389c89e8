"""Mounts 个人信息保护."""

from flask import Flask

from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.privacy import desk, request_views, settings, views
from portal.privacy.models import DECIDE, RIGHTS


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        needs = RIGHTS if ctx.actor and ctx.actor.can(RIGHTS) else DECIDE
        return [NavItem("个人信息请求", desk.AT, icon="clock", permission=needs, group="系统管理", order=95)]

    @hookimpl
    def home_cards(self, ctx):
        return desk.QUEUES


def init_app(app: Flask) -> None:
    """Mount the pages, and offer the settings."""
    app.register_blueprint(views.bp)
    app.register_blueprint(request_views.bp)
    settings.init_app(app)
