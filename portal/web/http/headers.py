"""Security headers on every answer. (Flask-Talisman is not used: it breaks sign-in on plain-HTTP office networks.)"""

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def init_app(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    if "/static/" not in request.path:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"  # http has none of them
    return protected(response, request.is_secure)


def protected(response: AnyResponse, secure: bool) -> AnyResponse:
    """`response` with what every answer has, files that never change too: they are not guessed at, not framed, and over HTTPS the browser
    stays there."""
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    response.headers["X-Content-Type-Options"] = "nosniff"
    if secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
