"""A mark by which a browser is known again: what was typed in it is kept for whoever shows it, and for nobody with a copied form."""

import hashlib
import secrets

from flask import after_this_request, current_app, request

from portal.config import own_host

__all__ = ["COOKIE", "browser_mark", "mark_browser"]

COOKIE = "portal_browser"
KEPT = 365 * 86400  # seconds


def browser_mark() -> str:
    """Of the browser that asks; empty for one that has never signed in."""
    known = request.cookies.get(_name(), "")
    return hashlib.sha256(known.encode()).hexdigest()[:8] if known else ""


def mark_browser() -> None:
    """Give the browser its mark, once; two people who share a PC share it."""
    if request.cookies.get(_name()):
        return

    @after_this_request
    def give(response):
        mark = secrets.token_urlsafe(16)
        response.set_cookie(_name(), mark, max_age=KEPT, secure=_secure(), httponly=True, samesite="Lax")
        return response


def _name() -> str:
    return own_host(COOKIE) if _secure() else COOKIE


def _secure() -> bool:
    return current_app.config["SESSION_COOKIE_SECURE"]
