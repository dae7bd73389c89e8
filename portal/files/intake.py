"""Accepting an upload: its type is detected from the content, never from the name; pictures are re-encoded, PDFs must open.

Re-encoding drops EXIF data (locations, devices) and anything appended to the picture.
"""

import io
import re
import warnings
from dataclasses import dataclass

import filetype
import pikepdf
from PIL import Image, ImageFile, ImageOps
from pillow_heif import register_heif_opener
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError

__all__ = ["inspect", "CleanFile"]

PICTURES = frozenset({"image/jpeg", "image/png", "image/heic", "image/heif", "image/webp", "image/bmp", "image/tiff"})
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 3000  # a page of A4 at 250 dpi: legible, and small enough for a slow line
TOO_MANY_PIXELS = "照片尺寸过大，请缩小后再上传。"
HINT = "请上传照片（JPG、PNG、HEIC）或 PDF 扫描件。"

register_heif_opener()


@dataclass(frozen=True)
class CleanFile:
    """An upload after checking and cleaning."""

    name: str
    mime: str
    content: bytes


def inspect(upload: FileStorage) -> CleanFile:
    """The clean form of an upload. Raises RuleError with a Chinese message."""
    content = upload.stream.read(MAX_BYTES + 1)
    if not content:
        raise RuleError("文件是空的，请重新选择。")
    if len(content) > MAX_BYTES:
        raise RuleError("文件超过 20 MB，请压缩后再上传。")
    kind = filetype.guess(content)
    mime = kind.mime if kind else ""
    if mime == "application/pdf":
        return CleanFile(_safe_name(upload.filename, ".pdf"), mime, _checked_pdf(content))
    if mime in PICTURES:
        return CleanFile(_safe_name(upload.filename, ".jpg"), "image/jpeg", _redrawn(content))
    raise RuleError(f"这不是照片或 PDF 文件，不能上传。{HINT}")


def _checked_pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) == 0:
                raise RuleError("这个 PDF 文件没有页面，请重新扫描。")
            _make_inert(pdf)
            clean = io.BytesIO()
            pdf.save(clean)
    except RuleError:
        raise
    except pikepdf.PasswordError as error:
        raise RuleError("这个 PDF 文件有密码，请去掉密码后再上传。") from error
    except Exception as error:  # a hostile file may break anywhere
        raise RuleError(f"这个 PDF 文件已损坏，打不开。{HINT}") from error
    return clean.getvalue()


def _make_inert(pdf: pikepdf.Pdf) -> None:
    """Remove what a scan does not need and an attacker might use: scripts, actions, forms, embedded files."""
    pages = [page.obj for page in pdf.pages]
    notes = [note for page in pages for note in page.get("/Annots", [])]
    for holder in (pdf.Root, pdf.Root.get("/Names", {}), *pages, *notes):
        for active in ("/OpenAction", "/A", "/AA", "/AF", "/AcroForm", "/JavaScript", "/EmbeddedFiles"):
            if active in holder:
                del holder[active]


def _redrawn(content: bytes) -> bytes:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it when it is imported; half a signature is no signature
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is lower
            picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > MAX_PIXELS:
            raise RuleError(TOO_MANY_PIXELS)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read small at once
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = _on_white(ImageOps.exif_transpose(picture))
    except RuleError:
        raise
    except Image.DecompressionBombError as error:
        raise RuleError(TOO_MANY_PIXELS) from error
    except Exception as error:  # Pillow raises many kinds for hostile pictures
        raise RuleError(f"这张照片已损坏，打不开。{HINT}") from error
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=85)
    return drawn.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Flatten transparency onto white: a signature on a transparent background would otherwise turn black on black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _safe_name(name: str | None, ending: str) -> str:
    """The last part of `name` without its ending and without characters that hide, reverse or separate."""
    last = re.split(r"[/\\]", name or "")[-1]
    shown = "".join(char for char in last if char.isprintable() and char not in '":*?<>|')
    stem = shown.rpartition(".")[0] if "." in shown else shown
    return (stem.strip(". ") or "附件")[:80] + ending
