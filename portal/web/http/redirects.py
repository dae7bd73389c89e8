"""A redirect stays in the portal: it names a path and no host, because the host of a request is whatever its sender wrote there. The one
that leads elsewhere says so by `away`."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect
from flask.typing import ResponseReturnValue


def away(address: str) -> ResponseReturnValue:
    """Lead to `address`, of another site, which no part of the request has named."""
    g.away = address
    return redirect(address, 303)


def init_app(app: Flask) -> None:
    """Look through every answer."""
    app.after_request(_stay)


def _stay(response: Response) -> Response:
    target = response.headers.get("Location")
    if target and target != g.get("away"):
        place = urlsplit(target)
        path = "/" + place.path.lstrip("/\\")  # two slashes would begin a host
        response.headers["Location"] = place._replace(scheme="", netloc="", path=path).geturl()
    return response
