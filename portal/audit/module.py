"""审计: the append-only record of who did and saw what."""

from flask import Flask

from portal.audit.cli import audit_cli
from portal.audit.views import bp
from portal.permissions import READ_TRAIL
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("审计记录", "/audit/", icon="shield-check", permission=READ_TRAIL, group="系统管理", order=95)]


def init_app(app: Flask) -> None:
    """Mount the module."""
    app.register_blueprint(bp)
    app.cli.add_command(audit_cli)
