"""Under which address people reach the portal, as browsers and providers of identity write it."""

from flask import current_app, request


def origin() -> str:
    """https://portal.example, as the operator set it (PORTAL_PUBLIC_URL); where he set nothing, as of this request."""
    return (current_app.extensions["portal_settings"].public_url or request.host_url).rstrip("/")
