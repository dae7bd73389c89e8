"""Cards to be cut out, ten on a sheet of A4, in the size of a bank card: a name, a QR code, and what to do with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from portal.documents.printing import to_pdf
from portal.documents.qr import data_uri

__all__ = ["Card", "cards"]

PER_SHEET = 10
LONG_NAME = 5  # characters beside the QR code


@dataclass(frozen=True)
class Card:
    """One card. kind: what it is. name: its largest line. facts: lines below it. code: what the QR code holds. note: its last lines."""

    kind: str
    name: str
    facts: tuple[str, ...]
    code: str
    note: str

    @property
    def image(self) -> str:
        """The QR code as a ``data:`` URI."""
        return data_uri(self.code)

    @property
    def long(self) -> bool:
        return len(self.name) > LONG_NAME


def cards(found: Sequence[Card], title: str) -> bytes:
    """The sheets as PDF. Raises RuleError when they cannot be rendered."""
    sheets = [found[start : start + PER_SHEET] for start in range(0, len(found), PER_SHEET)]
    return to_pdf(render_template("documents/cards.html", sheets=sheets, title=title), title)
