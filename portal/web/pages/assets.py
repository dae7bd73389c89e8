"""Serves the built style sheet and script: hashed names, pre-compressed, cached for a year by browsers."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask
from werkzeug.utils import safe_join
from werkzeug.wrappers import Request, Response

from portal.web.http.headers import protected

PREFIX = "/static/"
FOLDER = "dist/"
A_YEAR = 365 * 24 * 3600
TWINS = (("br", ".br"), ("gzip", ".gz"))
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def init_app(app: Flask, dist: Path) -> None:
    """Offer `asset(name)` to templates, and serve `/static/…` as WSGI middleware: no session, no cookie."""
    app.jinja_env.globals["asset"] = lambda name: PREFIX + FOLDER + _manifest(dist).get(name, name)
    inner = app.wsgi_app

    def wsgi_app(environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return inner(environ, start_response)
        return protected(_send(dist, path, environ), environ["wsgi.url_scheme"] == "https")(environ, start_response)

    app.wsgi_app = wsgi_app


@lru_cache(maxsize=1)
def _manifest(dist: Path) -> dict[str, str]:
    path = dist / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


def _send(dist: Path, path: str, environ: dict) -> Response:
    """A built file in the smallest encoding the browser accepts; other files of the folder are not served."""
    request = Request(environ)
    file = safe_join(str(dist), path.removeprefix(PREFIX + FOLDER))
    if request.method not in ("GET", "HEAD") or file is None or Path(file).suffix not in TYPES:
        return Response("Not found", 404)
    accepted = [(name, ending) for name, ending in TWINS if request.accept_encodings[name] > 0]
    for encoding, ending in (*accepted, ("", "")):
        if (content := _content(file + ending)) is not None:
            return _answer(content, encoding, Path(file), environ)
    return Response("Not found", 404)


@lru_cache(maxsize=64)
def _content(path: str) -> bytes | None:
    """A file under a hashed name never changes, so it is read once."""
    return Path(path).read_bytes() if Path(path).is_file() else None


def _answer(content: bytes, encoding: str, path: Path, environ: dict) -> Response:
    response = Response(content, content_type=TYPES[path.suffix])
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    response.set_etag(f"{path.name}-{encoding or 'plain'}")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response.make_conditional(environ)
