"""Photos for tests: of one colour, with a mark towards the lower right, so that something can be seen on them."""

import io
from typing import Any

from PIL import Image, ImageDraw

__all__ = ["photo"]


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
