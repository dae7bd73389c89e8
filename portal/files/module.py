"""The module of the attachments."""

from flask import Flask

from portal.files.views import bp


def init_app(app: Flask) -> None:
    """Mount the downloads."""
    app.register_blueprint(bp)
