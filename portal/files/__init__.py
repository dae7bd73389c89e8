"""附件: files from outside, distrusted, kept by hash, handed out as downloads."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Mount the room."""
    from portal.files.views import bp

    app.register_blueprint(bp)
