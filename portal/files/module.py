"""The module of the attachments."""

from flask import Flask

from portal.files.intake import inspect_all_sent
from portal.files.keeping import keep_all_sent
from portal.files.views import bp
from portal.web.http.before_writing import before_writing


def init_app(app: Flask) -> None:
    """Mount the downloads; look at uploads before the lock, and keep those that are sound."""
    app.register_blueprint(bp)
    before_writing(app, inspect_all_sent)
    before_writing(app, keep_all_sent)
