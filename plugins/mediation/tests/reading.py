"""What a PDF says, without the spaces that setting it puts in; and a scan of it."""

import io

from pypdf import PdfReader

from portal.testing import pictures


def text_of(answer) -> str:
    """The text of an answer that must be a PDF."""
    assert answer.status_code == 200, answer.get_data(as_text=True)[-900:]
    assert answer.mimetype == "application/pdf"
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages)


def scan_of(answer, copies: int) -> tuple[io.BytesIO, str]:
    """A scan of one of the copies in an answer that is a paper: a sheet for each page."""
    sheets = len(PdfReader(io.BytesIO(answer.data)).pages) // copies
    return io.BytesIO(pictures.bound(*[pictures.scan()] * sheets)), "扫描件.pdf"
