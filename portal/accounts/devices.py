"""Devices known for an account: a signed cookie says who has signed in here, so that wrong passwords of strangers hold nobody up."""

import secrets

from flask import after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "portal_device"
KEPT = 180 * 86400  # seconds since somebody signed in here
MOST = 20  # accounts of one device: of a PC in the hall the latest


def known_for(user_id: int) -> str:
    """The mark of this device when that account has signed in on it; empty when it has not."""
    mark, users = _read()
    return mark if user_id in users else ""


def remember(user_id: int) -> None:
    """The account has signed in on this device, with the right password."""
    mark, users = _read()
    users = [user_id, *(each for each in users if each != user_id)][:MOST]
    signed = _signer().dumps([mark or secrets.token_urlsafe(9), users])

    @after_this_request
    def give(response):
        response.set_cookie(
            _name(), signed, max_age=KEPT, path="/login", secure=_secure(), httponly=True, samesite="Strict"
        )
        return response


def _read() -> tuple[str, list[int]]:
    try:
        mark, users = _signer().loads(request.cookies.get(_name(), ""), max_age=KEPT)
    except BadSignature:
        return "", []
    return mark, users


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key, salt="portal.device")


def _name() -> str:
    """Over HTTPS alone; `__Host-` would send it to every page."""
    return f"__Secure-{COOKIE}" if _secure() else COOKIE


def _secure() -> bool:
    return current_app.config["SESSION_COOKIE_SECURE"]
