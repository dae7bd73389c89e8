"""The page frame: navigation and search for users who have signed in."""

from flask_login import current_user

from portal import clock
from portal.home.navigation import navigation
from portal.plugin.context import current_unit


def frame() -> dict:
    """Template variables of the base template."""
    if not current_user.is_authenticated:
        return {}
    return {
        "nav": navigation(),
        "current_unit": current_unit(),
        "now": clock.now(),
        "search_url": "/search",
    }
