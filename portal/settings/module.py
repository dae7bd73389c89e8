"""设置: mounts the pages and the command."""

from flask import Flask

from portal.settings.cli import settings_cli
from portal.settings.views import bp


def init_app(app: Flask) -> None:
    """Mount the module. What there is to set is offered by others (`portal.settings.sections`)."""
    app.register_blueprint(bp)
    app.cli.add_command(settings_cli)
