"""What every official document carries around its text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .qr import data_uri


@dataclass(frozen=True, slots=True)
class CheckMark:
    """校验: where a reader checks the paper, and the short code printed under the QR."""

    address: str
    code: str

    @property
    def image(self) -> str:
        """The QR code as a ``data:`` URI."""
        return data_uri(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Title, issuing office and number of a document, and which copy of it this is."""

    title: str
    office: str
    number: str = ""
    check: CheckMark | None = None
    draft: bool = False
    copy: int = 1
    copies: int = 1

    def in_copies(self, copies: int) -> Iterator["Sheet"]:
        """The sheets of ``copies`` numbered copies: 第 1 份 … 第 n 份."""
        for copy in range(1, copies + 1):
            yield replace(self, copy=copy, copies=copies)
