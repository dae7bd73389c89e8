"""登录安全: mounts the pages, the settings, the job and what stands before every request."""

from flask import Flask

from portal.jobs.tasks import Task, add_task
from portal.plugin.contributions import Notice
from portal.plugin.hookspecs import hookimpl
from portal.signing_in import (
    demand,
    dormant,
    ends,  # noqa: F401  says how long sessions last
    own_page,  # noqa: F401  adds its views to the blueprint
    reset,  # noqa: F401  likewise
    settings,
    whence,  # noqa: F401  asks from where one comes
)
from portal.signing_in.passkeys import door, mine  # noqa: F401  add their views to the blueprint
from portal.signing_in.provider.views import bp as providers
from portal.signing_in.second_step import bp


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def home_cards(self, ctx):
        return [dormant.QUEUE]

    @hookimpl
    def notices(self, ctx):
        left = demand.days_left(ctx.actor)
        return [Notice(f"您的密码还能用 {left} 天，点这里换一个。", "/password", "warn")] if left else []


def init_app(app: Flask) -> None:
    """Mount the module."""
    app.register_blueprint(bp)
    app.register_blueprint(providers)
    settings.init_app(app)
    demand.init_app(app)
    add_task(app, Task("signing_in.dormant", "锁定长期没有登录的账号", dormant.lock_dormant, "day", at=4))
