"""Registers the pages of 家庭档案 and what families do when somebody asks about the own data. The menu entry is given by the plugins."""

from flask import Flask

from portal.families import calling, data_rights, views  # noqa: F401  importing the views mounts them
from portal.families.blueprint import bp
from portal.families.register import families
from portal.plugin.data_rights import DataRights
from portal.plugin.dispatch import listening
from portal.plugin.hookspecs import hookimpl


class Module(DataRights):
    """What this module adds through the hooks."""

    data_rights = data_rights

    @hookimpl
    def search(self, ctx, text):
        return families.hits(ctx, text) if listening("family_panels", ctx.unit) else []


def init_app(app: Flask) -> None:
    """Mount the pages."""
    app.register_blueprint(bp)
