"""消息: mounts the pages, the settings and the jobs."""

from flask import Flask

from portal.jobs.tasks import Task, add_task
from portal.notices import channel_views, settings, views
from portal.notices.cards import QUEUE
from portal.notices.models.channel import MANAGE
from portal.notices.sending import SEND, send
from portal.notices.spreading import purge, spread
from portal.notices.telling import SPREAD
from portal.notices.unread import unread_count
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("消息通道", "/channels", icon="send", permission=MANAGE, group="系统管理", order=94)]

    @hookimpl
    def home_cards(self, ctx):
        return [QUEUE]


def init_app(app: Flask) -> None:
    """Mount the module; every page of the frame may ask how many messages wait to be read."""
    app.register_blueprint(views.bp)
    app.register_blueprint(channel_views.bp)
    settings.init_app(app)
    app.jinja_env.globals["unread_count"] = unread_count
    for task in (
        Task(SPREAD, "安排消息外发", spread),
        Task(SEND, "发送消息", send),
        Task("notices.purge", "清理过期的消息", purge, "day", at=3),
    ):
        add_task(app, task)
