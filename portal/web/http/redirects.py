"""A redirect stays in the portal: it names a path and no host, because the host of a request is whatever its sender wrote there."""

from urllib.parse import urlsplit

from flask import Flask, Response


def init_app(app: Flask) -> None:
    """Look through every answer."""
    app.after_request(_stay)


def _stay(response: Response) -> Response:
    if target := response.headers.get("Location"):
        place = urlsplit(target)
        path = "/" + place.path.lstrip("/\\")  # two slashes would begin a host
        response.headers["Location"] = place._replace(scheme="", netloc="", path=path).geturl()
    return response
