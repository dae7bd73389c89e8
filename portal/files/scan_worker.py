"""Child process that looks at scans, one after another (portal.child): how coarse each page is, whether anything is on it, which QR codes and how they lie.

Run by path and never imported; imports nothing of the portal but the loop of `confined`.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

sys.path.append(str(Path(__file__).parents[1] / "confined"))

from answering import answer_all

MEMORY = 1024 << 20  # bytes of address space
MOST_PAGES = 60  # are looked at; of the others only the number is told
DPI = 150  # at which pages are drawn: a module of a code of 18 mm then is three dots
A4 = (8.27, 11.69)  # inches
MOST_SIDE = 4000  # dots of a page as it is drawn
SMALL = 500  # dots of the longer side when it is asked whether a page is empty
FAINT = 28  # by how much of 255 a dot must be darker than what is around it to be ink
TRACES = 0.0004  # of a page: less ink is dust
EDGE = 0.04  # of a side: what lies there is the rim of the glass


def answer(content: bytes, mime: str, seconds: float) -> tuple[str, object]:
    """`("seen", pages)`, each page what `look` says, None for one that was not looked at; `("failed", why)`."""
    try:
        until, pages = monotonic() + seconds, list[object]()
        for each in _pages(content, mime):
            with each as drawn:
                in_time = len(pages) < MOST_PAGES and monotonic() < until
                pages.append(look(drawn, first=not pages) if in_time else None)
        return "seen", pages
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError, Image.DecompressionBombError) as error:
        return "failed", f"{type(error).__name__}: {error}"


def look(page: "Drawn", *, first: bool) -> tuple[int | None, bool, bool, list[tuple[str, int]]]:
    """Dots an inch if it filled a sheet of A4 (None for what is no picture), whether it is empty, whether it lies across, and its QR codes, each with the degrees
    clockwise by which the page has to be turned to have the code upright."""
    picture = page.at(DPI)
    codes = _codes(picture) or (_codes(page.at(2 * DPI)) if first else [])
    return page.dpi, not codes and is_blank(picture), picture.width > 1.1 * picture.height, codes


def is_blank(picture: Image.Image) -> bool:
    """Whether there is no ink. Shadows are no ink: a dot is compared with what is around it."""
    small = picture.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
    wide, high = small.size
    around = small.filter(ImageFilter.BoxBlur(8))
    darker = ImageChops.subtract(around, small).crop(
        (int(wide * EDGE), int(high * EDGE), int(wide * (1 - EDGE)) + 1, int(high * (1 - EDGE)) + 1)
    )
    ink = sum(darker.histogram()[FAINT:])
    return ink < TRACES * darker.width * darker.height


def _codes(picture: Image.Image) -> list[tuple[str, int]]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [(each.text[:200], round(-each.orientation / 90) % 4 * 90) for each in found if each.valid][:9]


def _pages(content: bytes, mime: str) -> Iterator["Drawn"]:
    if mime.startswith("image/"):
        yield Picture(content)
        return
    with pypdfium2.PdfDocument(content) as pdf:
        for number in range(len(pdf)):
            yield Sheet(pdf, number)


class Drawn:
    """A page that can be drawn; open only inside `with`."""

    dpi: int | None = None

    def at(self, dpi: int) -> Image.Image:
        """In shades of grey; `dpi` as if it filled a sheet of A4."""
        raise NotImplementedError

    def __enter__(self) -> "Drawn":
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Picture(Drawn):
    """A photo, or one page as a picture, upright as its camera said."""

    def __init__(self, content: bytes):
        self._content = content
        with Image.open(io.BytesIO(content)) as given:
            self.dpi = _at_a4(*given.size)

    def at(self, dpi: int) -> Image.Image:
        with Image.open(io.BytesIO(self._content)) as given:
            size = (int(A4[0] * dpi), int(A4[1] * dpi))
            given.draft("L", size if given.height > given.width else size[::-1])
            grey = given.convert("L")
        grey.thumbnail((MOST_SIDE, MOST_SIDE))
        return grey


class Sheet(Drawn):
    """A page of a PDF, turned as the file says."""

    def __init__(self, pdf: pypdfium2.PdfDocument, number: int):
        self._pdf, self._number = pdf, number

    def __enter__(self) -> "Sheet":
        self._page = self._pdf[self._number]
        self._size = self._page.get_size()
        return self

    def __exit__(self, *_: object) -> None:
        self._page.close()

    @property
    def dpi(self) -> int | None:  # type: ignore[override]
        """Of the largest picture, if it covers half of the page."""
        left, bottom, right, top = self._page.get_mediabox()
        wide, high = right - left, top - bottom
        found = [0]
        for each in self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            x0, y0, x1, y1 = each.get_bounds()
            across, up = (x1 - x0) / wide, (y1 - y0) / high
            if across * up >= 0.5:
                dots = sorted(each.get_px_size())
                shares = sorted((across * min(wide, high), up * max(wide, high)))
                found.append(_at_a4(dots[0] * min(wide, high) / shares[0], dots[1] * max(wide, high) / shares[1]))
        return max(found) or None

    def at(self, dpi: int) -> Image.Image:
        longer = max(self._size)
        scale = min(A4[1] * dpi, MOST_SIDE) / longer
        return self._page.render(scale=scale, grayscale=True).to_pil().convert("L")


def _at_a4(wide: float, high: float) -> int:
    return int(min(min(wide, high) / A4[0], max(wide, high) / A4[1]))


if __name__ == "__main__":
    answer_all(answer, MEMORY)
