"""Compresses pages in the application, because most offices run it without a reverse proxy.

BREACH does not apply: the attack needs thousands of requests with the victim's cookie, triggered from another site (our
cookie is SameSite=Lax), and a secret that stays the same (the CSRF token is signed anew every second, form keys are
random).
"""

import zlib

from flask import Flask, Response, request

SMALLEST = 512
LEVEL = 9  # nothing slower than 6 for pages of this size
GZIP_WINDOW = 31
TEXTS = frozenset(
    {"text/html", "text/css", "text/plain", "text/csv", "text/javascript", "application/json", "image/svg+xml"}
)


def init_app(app: Flask) -> None:
    """Register first: functions after a request run in reverse order, and compression must be the last."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if not _fits(response):
        return response
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    response.set_data(packer.compress(response.get_data()) + packer.flush())
    response.content_encoding = "gzip"
    return response


def _fits(response: Response) -> bool:
    """Whether the response is complete, not yet compressed, large enough, and the browser accepts gzip."""
    if response.is_streamed or response.direct_passthrough or response.content_encoding:
        return False
    return (response.content_length or 0) >= SMALLEST and request.accept_encodings["gzip"] > 0
