"""Mounts 组织机构."""

from flask import Flask

from portal.jobs.tasks import Task, add_task
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.units.relocation import TASK, finish, relocate
from portal.units.rules import VIEW
from portal.units.views import bp


class Module:
    """The entry in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("组织机构", "/units", icon="building-2", permission=VIEW, group="系统管理", order=92)]


def init_app(app: Flask) -> None:
    """Mount the pages, and offer the job."""
    add_task(app, Task(TASK, "单位变动以后记录到位", relocate))
    add_task(app, Task("units.finish", "核对单位变动以后的记录", finish, "hour"))
    app.register_blueprint(bp)
