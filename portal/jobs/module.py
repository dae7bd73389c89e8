"""后台任务: registers pages and commands."""

from flask import Flask

from portal.jobs import desk
from portal.jobs.cli import jobs_cli
from portal.jobs.views import bp
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("后台任务", "/jobs", icon="clock", permission="jobs.view", group="系统管理", order=93)]

    @hookimpl
    def home_cards(self, ctx):
        return [desk.QUEUE]


def init_app(app: Flask) -> None:
    """Mount the module."""
    app.register_blueprint(bp)
    app.cli.add_command(jobs_cli)
