"""What every official document has besides its text: title, number, issuer, check mark."""

from dataclasses import dataclass

from portal.documents.qr import data_uri

__all__ = ["Sheet"]


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
    """Title, issuing office and number of a document; whether it is a draft; its `check`, a mark by which a print is looked up; `taken`: of a list
    of persons, who took it, when, of which unit, pale across each page."""

    title: str
    office: str
    number: str = ""
    check: CheckMark | None = None
    draft: bool = False
    taken: str = ""
