"""Mounts the pages of the audit trail."""

from flask import Flask

from portal.jobs.tasks import Task, add_task
from portal.oversight import (
    archive_views,  # noqa: F401  adds its views to the blueprint
    archiving,
    desk,
    hint_views,  # noqa: F401  likewise
    settings,
)
from portal.oversight.views import bp
from portal.plugin.hookspecs import hookimpl


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def home_cards(self, ctx):
        return desk.cards(ctx.actor)


def init_app(app: Flask) -> None:
    """Mount the pages, offer the settings, and let old entries be archived."""
    app.register_blueprint(bp)
    settings.init_app(app)
    add_task(app, Task("oversight.archive", "归档旧的审计记录", archiving.run, "month", at=3))
