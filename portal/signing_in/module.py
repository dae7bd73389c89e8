"""登录安全: mounts the pages, the settings and what stands before every request."""

from flask import Flask

from portal.signing_in import (
    demand,
    own_page,  # noqa: F401  adds its views to the blueprint
    reset,  # noqa: F401  likewise
    settings,
)
from portal.signing_in.second_step import bp


def init_app(app: Flask) -> None:
    """Mount the module."""
    app.register_blueprint(bp)
    settings.init_app(app)
    demand.init_app(app)
