"""The sheet (张贴页) that is put on a wall: one QR code that leads to a page for residents, and how it is used."""

from flask import render_template

from portal.documents.printing import to_pdf
from portal.documents.qr import absolute, data_uri
from portal.documents.sheet import Sheet

__all__ = ["poster"]


def poster(title: str, office: str, path: str, lines: tuple[str, ...] = ()) -> bytes:
    """The sheet as PDF. `path`: of the page within the portal. Nothing on it is about anybody, so it is not stored.

    Raises RuleError when it cannot be rendered.
    """
    address = absolute(path)
    words = {"sheet": Sheet(title=title, office=office), "image": data_uri(address), "address": address, "lines": lines}
    return to_pdf(render_template("documents/poster.html", **words), title)
