"""Pages go out compressed, whatever stands in front of the portal: most offices run it without nginx.

What BREACH needs is missing here. It guesses a secret over thousands of requests that another site makes the browser
send; ours carry no cookie from other sites (SameSite=Lax), and the secrets of a page differ each time: the token of a
form is signed anew every second, its key is random.
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
    """Compress after everything else has been done to the answer: must be the first to register."""
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
    """Whether the answer is all there, not compressed yet, worth it, and the browser can read it."""
    if response.is_streamed or response.direct_passthrough or response.content_encoding:
        return False
    return (response.content_length or 0) >= SMALLEST and request.accept_encodings["gzip"] > 0
