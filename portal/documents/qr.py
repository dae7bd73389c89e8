"""QR codes on paper: that of a document leads to the page that verifies it, that of a poster to a page for residents."""

import segno
from flask import current_app, request

__all__ = ["absolute", "data_uri"]

# Modules of white around the code; the page itself is white too.
QUIET_ZONE = 1


def data_uri(address: str) -> str:
    """``address`` as an SVG QR code in a ``data:`` URI, error correction level M."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=QUIET_ZONE, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)


def absolute(path: str) -> str:
    """``path`` of the portal as an address that can be printed."""
    root = current_app.extensions["portal_settings"].public_url or request.url_root
    return f"{root.rstrip('/')}{path}"
