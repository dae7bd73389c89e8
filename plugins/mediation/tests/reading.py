"""What a PDF says, without the spaces that setting it puts in."""

import io

from pypdf import PdfReader


def text_of(answer) -> str:
    """The text of an answer that must be a PDF."""
    assert answer.status_code == 200, answer.get_data(as_text=True)[-900:]
    assert answer.mimetype == "application/pdf"
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages)
