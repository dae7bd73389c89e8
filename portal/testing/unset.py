"""Papers without a renderer, for tests that ask what a paper says and not how it looks."""

import io

import pikepdf

from portal.documents.fonts.charset import EVERYTHING

__all__ = ["Unset"]


class Unset:
    """A renderer that sets nothing: a file with a blank page for each copy, in which the HTML stands as it was sent."""

    coverage = EVERYTHING

    def render(self, html: str, *, title: str, copies: int = 1) -> bytes:
        with pikepdf.new() as pdf, io.BytesIO() as made:
            for _ in range(copies):
                pdf.add_blank_page()
            pdf.Root.Words = pdf.make_stream(html.encode())
            pdf.save(made, compress_streams=False, deterministic_id=True)
            return made.getvalue()
