"""Addresses of the built style and script: hashed names, kept for a year by browsers."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for


def init_app(app: Flask, dist: Path) -> None:
    """Offer `asset(name)` to templates and let hashed files be cached for good."""
    app.jinja_env.globals["asset"] = lambda name: url_for("static", filename=f"dist/{_manifest(dist).get(name, name)}")
    app.after_request(_cache_for_good)


@lru_cache(maxsize=1)
def _manifest(dist: Path) -> dict[str, str]:
    path = dist / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _cache_for_good(response: Response) -> Response:
    if request.path.startswith("/static/dist/") and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
