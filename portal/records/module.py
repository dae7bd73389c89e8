"""The pages that belong to no record: saved views of lists."""

from flask import Flask

from portal.records.view_pages import bp


def init_app(app: Flask) -> None:
    """Mount them."""
    app.register_blueprint(bp)
