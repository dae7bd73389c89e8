"""Registers the pages, commands and hooks of 居民."""

from flask import Flask

from portal.people import (
    checking,
    correction,  # noqa: F401  adds its views to the blueprint
    guesses,
    merger_views,  # noqa: F401  adds its views to the blueprint
    movement_views,  # noqa: F401  adds its views to the blueprint
    rights,  # noqa: F401  adds its views to the blueprint
    whole,  # noqa: F401  adds its views to the blueprint
)
from portal.people.cli import people_cli
from portal.people.masking import mask_name
from portal.people.page_titles import without_names
from portal.people.publishing import as_readable
from portal.people.search import hits
from portal.people.views import bp
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl


class Module:
    """What this module adds through the hooks."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("居民", "/people", icon="users", permission="people.view", order=20)]

    @hookimpl
    def search(self, ctx, text):
        return hits(text, ctx.actor)


def init_app(app: Flask) -> None:
    """Mount the module; names, and numbers in texts, can be masked in any template."""
    app.jinja_env.filters["mask_name"] = lambda who: mask_name(str(who))  # a name, or somebody who has one
    app.jinja_env.filters["without_names"] = without_names
    app.jinja_env.filters["as_readable"] = as_readable
    app.register_blueprint(bp)
    app.cli.add_command(people_cli)
    app.register_blueprint(checking.bp)
    guesses.init_app(app)
