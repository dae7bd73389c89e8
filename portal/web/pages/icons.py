"""Icons: empty elements that the style sheet fills with a Lucide shape. The text beside an icon carries the meaning."""

from functools import lru_cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup


def init_app(app: Flask, dist: Path) -> None:
    """Offer `icon(name)` to templates. The names are listed in portal/static/src/icons.txt; others show nothing."""
    app.jinja_env.globals["icon"] = icon


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """The element for one icon, hidden from screen readers because it is empty; a `name` that is an address is a picture of a plugin."""
    if name.startswith("/"):
        return Markup('<img class="icon-own" src="{}" alt="" width="16" height="16">').format(name)
    return Markup('<i class="icon i-{}"></i>').format(name)
