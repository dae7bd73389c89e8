"""Child process that looks at PDFs and pictures and binds them to one file (portal.child): a file that breaks the library ends this process and
not the portal.

Run by path and never imported; imports nothing of the portal but the loop of `confined`.
"""

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Rectangle, Stream
from PIL import Image, ImageOps

sys.path.append(str(Path(__file__).parents[1] / "confined"))

from answering import answer_all

MEMORY = 1536 << 20  # bytes of address space
POINT = 72 / 25.4  # points in a millimetre
A4 = (210 * POINT, 297 * POINT)
ROOM = Rectangle(
    25 * POINT, 12 * POINT, 198 * POINT, 280 * POINT
)  # for what has another size, beside the binding and below the page number
NEARLY = 2 * POINT  # a scan that differs by less is a sheet of A4
BROKEN = (
    IndexError,
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    OSError,
    ValueError,
    TypeError,
    Image.DecompressionBombError,
)


def answer(verb: str, *given) -> tuple[str, object]:
    """`("done", result)`, `("broken", place)` of the file that cannot be read, or `("failed", why)`."""
    try:
        return {"look": look, "bind": bind, "collate": collate}[verb](*given)
    except (*BROKEN, MemoryError) as error:
        return "failed", f"{type(error).__name__}: {error}"


def look(pieces: Sequence[tuple]) -> tuple[str, object]:
    """Of each piece how many pages it has, and whether it may stand in an archive as it is."""
    found = []
    for place, (_, content, mime, _, ours, held) in enumerate(pieces):
        try:
            if mime.startswith("image/"):
                with Image.open(io.BytesIO(content)) as picture:
                    picture.verify()
                found.append((1, True))
            else:
                with pikepdf.open(io.BytesIO(content)) as pdf:
                    found.append((len(pdf.pages) // held, ours or is_archival(pdf)))
        except BROKEN:
            return "broken", place
    return "done", found


def bind(
    title: str,
    front: Sequence[bytes],
    pieces: Sequence[tuple],
    back: Sequence[bytes],
    numbers: bytes,
    leaves: bool,
    archival: bool,
) -> tuple[str, object]:
    """One file that begins with the first of `front` and keeps what that says of itself. `front` and `back` have no numbers; each piece has its
    entry in the outline, and its pages one after another those of `numbers`. `leaves`: each begins on a leaf of its own."""
    with ExitStack() as open_files:
        opened = lambda content: open_files.enter_context(pikepdf.open(io.BytesIO(content)))  # noqa: E731
        bound, starts = opened(front[0]), []
        fill = lambda: len(bound.pages) % 2 and blank(bound)  # noqa: E731
        for each in front[1:]:
            if leaves:
                fill()
            bound.pages.extend(opened(each).pages)
        fill()
        marks = list(opened(numbers).pages)
        for name, *piece in pieces:
            if leaves:
                fill()
            starts.append((name, len(bound.pages)))
            for page in _pages(open_files, bound, *piece):
                bound.pages.append(page)
                bound.pages[-1].add_overlay(marks.pop(0))
        for each in back:
            if leaves:
                fill()
            bound.pages.extend(opened(each).pages)
        with bound.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, at) for name, at in starts)
        return "done", _saved(bound, title, archival)


def collate(
    title: str, papers: Sequence[tuple[bytes, int, Sequence[int]]], marks: bytes, leaves: bool
) -> tuple[str, object]:
    """Papers in copies, one after another: of each its file, how many copies that holds already, and of each copy wanted its mark, a page of
    `marks`, drawn over all its pages."""
    with ExitStack() as open_files:
        opened = lambda content: open_files.enter_context(pikepdf.open(io.BytesIO(content)))  # noqa: E731
        drawn = opened(marks).pages
        bound = opened(papers[0][0])
        del bound.pages[:]
        for content, held, wanted in papers:
            pages = opened(content).pages
            long = len(pages) // held
            for copy, mark in enumerate(wanted):
                begin = min(copy, held - 1) * long
                for page in pages[begin : begin + long]:
                    bound.pages.append(page)
                    bound.pages[-1].add_overlay(drawn[mark])
                if leaves and len(bound.pages) % 2:
                    blank(bound)
        return "done", _saved(bound, title, True)


def _saved(bound: Pdf, title: str, archival: bool) -> bytes:
    """Bytes of the file under its title; one that is not `archival` does not call itself PDF/A."""
    for key in ("/StructTreeRoot", "/MarkInfo", "/AcroForm"):  # of the first part alone
        if key in bound.Root:
            del bound.Root[key]
    for page in bound.pages:  # a signature holds for the file it was put to
        if "/Annots" in page.obj:
            page.obj.Annots = Array(each for each in page.obj.Annots if each.get("/Subtype") != Name.Widget)
    with bound.open_metadata(set_pikepdf_as_editor=False) as told:
        told["dc:title"] = title
        if not archival:
            for key in ("pdfaid:part", "pdfaid:conformance"):
                if key in told:
                    del told[key]
    made = io.BytesIO()
    bound.save(made)
    return made.getvalue()


def blank(pdf: Pdf) -> None:
    """An empty sheet. What is on it is not nothing: Ghostscript stumbles over a packed stream of no bytes."""
    pdf.add_blank_page(page_size=A4)
    pdf.pages[-1].obj.Contents = pdf.make_stream(b"q Q")


def _pages(
    open_files: ExitStack, bound: Pdf, content: bytes, mime: str, turned: int, ours: bool, held: int
) -> Iterator[Page]:
    """The pages of a piece, or of its last copy, as sheets of A4."""
    if mime.startswith("image/"):
        yield _picture(bound, content, turned)
        return
    pages = open_files.enter_context(pikepdf.open(io.BytesIO(content))).pages
    for page in pages[len(pages) - len(pages) // held :]:
        if ours or (not turned and _is_sheet(page)):
            yield page
            continue
        page.rotate(turned, relative=True)
        blank(bound)
        sheet = bound.pages[-1]
        sheet.add_overlay(page, ROOM)
        copied = Page(bound.copy_foreign(sheet.obj) if not sheet.obj.is_owned_by(bound) else sheet.obj)
        del bound.pages[-1]
        yield copied


def _is_sheet(page: Page) -> bool:
    """Whether it is an upright sheet of A4 that needs no turning."""
    left, bottom, right, top = map(float, page.mediabox)
    same = all(abs(size - wanted) < NEARLY for size, wanted in zip((right - left, top - bottom), A4, strict=True))
    return same and int(page.obj.get("/Rotate", 0)) % 360 == 0 and not page.obj.get("/UserUnit")


def _picture(bound: Pdf, content: bytes, turned: int) -> Page:
    """A picture upright on a sheet, as large as there is room; a JPEG without loss."""
    with Image.open(io.BytesIO(content)) as given:
        shown = ImageOps.exif_transpose(given)
        if turned:
            shown = shown.rotate(-turned, expand=True)
        plain = given.format == "JPEG" and shown.mode in ("L", "RGB") and shown.size == given.size and not turned
        if plain and given.getexif().get(0x0112, 1) == 1:
            data, mode, (wide, high) = content, given.mode, given.size
        else:
            made = io.BytesIO()
            shown = shown if shown.mode in ("L", "RGB") else _on_white(shown)
            shown.save(made, "JPEG", quality=90)
            data, mode, (wide, high) = made.getvalue(), shown.mode, shown.size
    drawing = Stream(
        bound,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=wide,
        Height=high,
        ColorSpace=Name.DeviceGray if mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    scale = min(ROOM.width / wide, ROOM.height / high)
    across, up = wide * scale, high * scale
    left, bottom = ROOM.llx + (ROOM.width - across) / 2, ROOM.ury - up
    paint = f"q {across:.3f} 0 0 {up:.3f} {left:.3f} {bottom:.3f} cm /Scan Do Q".encode()
    return Page(
        bound.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, *A4]),
                Resources=Dictionary(XObject=Dictionary(Scan=bound.make_indirect(drawing))),
                Contents=Stream(bound, paint),
            )
        )
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """Without what can be seen through."""
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    below = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(below, clear).convert("RGB")


def is_archival(pdf: Pdf) -> bool:
    """Whether nothing in it is against PDF/A-2b as far as scans and printed PDFs go: fonts that are not embedded, colours for printing presses without
    their profile, LZW."""
    if pdf.is_encrypted:
        return False
    return all(_fits_archive(each) for each in pdf.objects if isinstance(each, Dictionary | Stream))


def _fits_archive(value: Dictionary | Stream) -> bool:
    if isinstance(value, Stream) and Name.LZWDecode in _names(value.get("/Filter")):
        return False
    if value.get("/Subtype") == Name.Image and value.get("/ColorSpace") == Name.DeviceCMYK:
        return False
    if value.get("/Type") != Name.Font or value.get("/Subtype") in (Name.Type0, Name.Type3):
        return True
    told = value.get("/FontDescriptor")
    return isinstance(told, Dictionary) and any(f"/FontFile{number}" in told for number in ("", "2", "3"))


def _names(value: object) -> Iterable:
    return value if isinstance(value, Array) else () if value is None else (value,)


if __name__ == "__main__":
    answer_all(answer, MEMORY)
