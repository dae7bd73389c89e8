"""Mounts 个人信息保护."""

from flask import Flask

from portal.privacy.views import bp


def init_app(app: Flask) -> None:
    """Mount the pages."""
    app.register_blueprint(bp)
