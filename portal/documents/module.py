"""Registers the verification page and the template functions of documents."""

from flask import Flask

from portal.documents import wording
from portal.documents.views import bp


def init_app(app: Flask) -> None:
    """Mount the check page. The renderer starts with the server or with the first paper."""
    app.register_blueprint(bp)
    wording.init_app(app)
