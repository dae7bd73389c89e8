"""PDF and OFD files made for the tests: what offices scan, fill in and sign, and what an attacker would hide in them."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream


def script(made: Pdf) -> Dictionary:
    """An action that runs a script."""
    return made.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert('evil')"))


def pdf(change: Callable[[Pdf], None] | None = None, *, pages: int = 1, **options) -> bytes:
    """A PDF of `pages` pages with a black square on each, changed by `change`."""
    with pikepdf.new() as made:
        for _ in range(pages):
            page = made.add_blank_page(page_size=(200, 200))
            page.Contents = made.make_stream(b"20 20 100 100 re f")
        if change:
            change(made)
        written = io.BytesIO()
        made.save(written, **options)
    return written.getvalue()


def drawn(made: Pdf, inside: bytes = b"1 0 0 rg 0 0 60 20 re f") -> Stream:
    """An appearance: a red rectangle."""
    look = made.make_stream(inside)
    look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 60, 20], Length=len(inside))
    return look


def note(made: Pdf, kind: str, look: Stream | None = None, **more) -> Dictionary:
    """An annotation of `kind` on the first page."""
    shown = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[130, 150, 190, 170], F=4, **more)
    if look is not None:
        shown.AP = Dictionary(N=look)
    shown = made.make_indirect(shown)
    page = made.pages[0].obj
    page.Annots = Array([*page.get("/Annots", []), shown])
    return shown


def field(made: Pdf, value: str, look: Stream | None = None, *, stale: bool = False) -> None:
    """A text field filled with `value`."""
    shown = note(made, "Widget", look, FT=Name.Tx, T="name", V=value, DA="/Helv 12 Tf 0 g")
    fonts = Dictionary(
        Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    made.Root.AcroForm = Dictionary(
        Fields=Array([shown]), DR=Dictionary(Font=fonts), DA="/Helv 12 Tf 0 g", NeedAppearances=stale
    )


def ofd(parts: dict[str, bytes] | None = None) -> bytes:
    """An OFD package with one page, and more `parts`."""
    written = io.BytesIO()
    root = b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"/>'
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        all_parts = {"OFD.xml": root, "Doc_0/Document.xml": b"<a/>", "Doc_0/Pages/Page_0/Content.xml": b"<a/>"} | (
            parts or {}
        )
        for name, body in all_parts.items():
            package.writestr(name, body)
    return written.getvalue()
