"""Security headers on every answer. (Flask-Talisman is not used: it breaks sign-in on plain-HTTP office networks.)"""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def init_app(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    if "/static/" not in request.path:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"  # http has none of them
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
