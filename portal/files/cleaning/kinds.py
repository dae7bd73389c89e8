"""Which kind of file it is, by its content; its name says nothing."""

from typing import NamedTuple

import filetype

from .ofd import checked_ofd, is_ofd
from .pictures import redrawn
from .refusal import Refused
from .scans import rebuilt
from .word import WORD, checked_word, is_word

__all__ = ["Clean", "clean"]

PICTURES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/apng",
        "image/heic",
        "image/heif",
        "image/avif",
        "image/webp",
        "image/bmp",
        "image/tiff",
    }
)
PDF_WITHIN = 1024  # bytes: readers accept so much before the %PDF
REFUSED = "这不是照片或 PDF 文件，不能上传。请上传照片（JPG、PNG、HEIC）、PDF 扫描件或 OFD 文件。"


class Clean(NamedTuple):
    """What is kept: its media type, its ending with the dot, its bytes; the pixels that were drawn."""

    mime: str
    ending: str
    content: bytes
    pixels: int = 0


def clean(content: bytes, most_pixels: int) -> Clean:
    """`content` as it is kept. `most_pixels`: how many its pictures may have together. Raises Refused."""
    kind = filetype.guess_mime(content)
    if b"%PDF-" in content[:PDF_WITHIN] and kind not in PICTURES:
        return Clean("application/pdf", ".pdf", rebuilt(content))
    if kind in PICTURES:
        return Clean(*redrawn(content, most_pixels))
    if is_ofd(content):
        return Clean("application/ofd", ".ofd", checked_ofd(content))
    if is_word(content):
        return Clean(WORD, ".docx", checked_word(content))
    raise Refused(REFUSED)
