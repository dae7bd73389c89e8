"""What the room adds through the hooks."""

from flask import Flask

from portal.people.masking import mask_name
from portal.people.views import bp
from portal.plugin.hookspecs import hookimpl
from portal.web.navigation import NavItem


class Room:
    """居民 in the navigation."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("居民", "/people", icon="users", permission="people.view", order=20)]


def init_app(app: Flask) -> None:
    """Mount the room; names can be masked in any template."""
    app.jinja_env.filters["mask_name"] = mask_name
    app.register_blueprint(bp)
