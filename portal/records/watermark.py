"""水印: who took a list of persons away, when, of which unit, drawn pale across each page of a workbook.

Excel and WPS show the background of a sheet on the screen and do not print it; what the header holds is printed. So a workbook gets both.
"""

import io
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_login import current_user

from portal.plugin.context import current_unit

__all__ = ["drawn", "taken_by"]

PAPER, PALE, GREYS = 255, 216, 4  # white, a grey on which text stays readable, and how many shades between
LETTERS, TILTED = 24, 24  # pixels, degrees
APART = 40  # pixels between two
SIZE = (900, 1100)  # pixels, of a page


def taken_by(now: datetime) -> str:
    """王丽　昭君街道　2026-03-10 18:05: whoever is signed in, at this local time."""
    return f"{current_user.name}　{current_unit()}　{now:%Y-%m-%d %H:%M}"


def drawn(words: str) -> bytes:
    """`words` over and over on a page, as PNG; nothing where no fonts of papers are built."""
    from PIL import Image, ImageDraw, ImageFont  # 10 MB that most requests never need

    face = _face()
    if not face.exists():
        return b""
    font = ImageFont.truetype(str(face), LETTERS)
    left, top, right, bottom = font.getbbox(words)
    slip = Image.new("L", (int(right - left) + 4, int(bottom - top) + 8), PAPER)
    ImageDraw.Draw(slip).text((2 - left, 2 - top), words, font=font, fill=PALE)
    slip = slip.rotate(TILTED, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=PAPER)
    page = Image.new("L", SIZE, PAPER)
    for line, down in enumerate(range(0, SIZE[1], slip.height + APART)):
        for across in range(-(line % 2) * slip.width // 2, SIZE[0], slip.width + APART):
            page.paste(slip, (across, down))
    stream = io.BytesIO()
    page.quantize(GREYS).save(stream, "PNG")
    return stream.getvalue()


def _face() -> Path:
    return current_app.extensions["portal_settings"].fonts_dir / "faces" / "hei.ttf"
