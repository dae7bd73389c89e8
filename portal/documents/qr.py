"""The QR code printed on documents; it leads to the page that verifies them."""

import segno

# Modules of white around the code; the page itself is white too.
QUIET_ZONE = 1


def data_uri(address: str) -> str:
    """``address`` as an SVG QR code in a ``data:`` URI, error correction level M."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=QUIET_ZONE, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
