"""Photos for tests: of one colour, with a mark towards the lower right, so that something can be seen on them; and scans of papers."""

import io
from typing import Any

import segno
from PIL import Image, ImageDraw

__all__ = ["bound", "photo", "scan"]


def photo(
    colour: Any = "white", *, size: tuple[int, int] = (300, 400), kind: str = "JPEG", mode: str = "RGB", **options
) -> bytes:
    """A picture file of `kind` as Pillow names it; `options` are those of its encoder."""
    drawn, stream = Image.new(mode, size, colour), io.BytesIO()
    width, height = size
    ink = "black" if drawn.convert("L").getpixel((0, 0)) > 127 else "white"
    ImageDraw.Draw(drawn).rectangle(
        (width * 5 // 8, height * 5 // 8, width * 7 // 8, height * 7 // 8), fill=_ink(mode, ink)
    )
    drawn.save(stream, kind, **options)
    return stream.getvalue()


def _ink(mode: str, ink: str) -> Any:
    return (0, 0, 0, 255) if mode == "RGBA" else ink


def scan(code: str = "", *, dpi: int = 150, turned: int = 0, empty: bool = False) -> bytes:
    """A sheet of A4 with lines as of print, as a scanner of so many dots an inch sees it; with the QR code of the paper `code`, turned clockwise by so many degrees."""
    wide, high = int(8.27 * dpi), int(11.69 * dpi)
    sheet, stream = Image.new("L", (wide, high), 246), io.BytesIO()
    for line in () if empty else range(20):
        top = high * (15 + 3 * line) // 100
        ImageDraw.Draw(sheet).rectangle((wide // 8, top, wide * (40 + line) // 100, top + dpi // 30), fill=40)
    if code:
        drawn = io.BytesIO()
        segno.make(f"http://127.0.0.1:8000/check/{code}", error="m").save(drawn, kind="png", scale=4, border=1)
        side = int(18 / 25.4 * dpi)
        sheet.paste(Image.open(drawn).convert("L").resize((side, side)), (wide * 8 // 10, high // 20))
    sheet.rotate(-turned, expand=True).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def bound(*pictures: bytes) -> bytes:
    """A PDF of them, each a sheet of A4."""
    drawn, stream = [Image.open(io.BytesIO(each)) for each in pictures], io.BytesIO()
    dpi = max(drawn[0].size) / 11.69
    drawn[0].save(stream, "PDF", save_all=True, append_images=drawn[1:], resolution=dpi)
    return stream.getvalue()
