"""Mounts 到期的个人信息."""

from flask import Flask

from portal.jobs.tasks import Task, add_task
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.retention import desk, job, settings
from portal.retention.models import COUNT, MANAGE, TASK
from portal.retention.views import bp


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("到期的信息", "/retention", icon="clock", permission=MANAGE, group="系统管理", order=96)]

    @hookimpl
    def home_cards(self, ctx):
        return [desk.QUEUE]


def init_app(app: Flask) -> None:
    """Mount the pages, offer the settings, and know the job."""
    app.register_blueprint(bp)
    settings.init_app(app)
    add_task(app, Task(TASK, "处理到期的个人信息", job.run, gave_up=job.gave_up))
    add_task(app, Task(COUNT, "清点到期的个人信息", job.count, gave_up=job.gave_up))
