"""Mounts the pages of the audit trail."""

from flask import Flask

from portal.oversight import (
    hint_views,  # noqa: F401  adds its views to the blueprint
    settings,
)
from portal.oversight.views import bp


def init_app(app: Flask) -> None:
    """Mount the pages, and offer the settings."""
    app.register_blueprint(bp)
    settings.init_app(app)
