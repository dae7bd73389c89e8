"""Accepting an upload: told by its content, never by its name, and made anew from what is seen of it (portal/files/cleaning).

What is sent with a form is looked at before the request takes the writers' lock: a large picture keeps nobody waiting.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import NamedTuple

from flask import g, has_request_context, request
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files.cleaner import Cleaner, Looker
from portal.files.cleaning.word import WORD
from portal.web.forms.kept_files import KeptUpload

__all__ = ["inspect", "CleanFile"]

MAX_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 120_000_000  # of all pictures of a request, as they come
PICTURE_PIXELS = 60_000_000  # of one file
SECONDS = 20.0  # of all files of a request
MOST_FILES = 40
NO_WORD = "这里不能上传 Word 文件。请上传照片（JPG、PNG、HEIC）、PDF 扫描件或 OFD 文件。"
TOO_MANY = "一次上传的文件太多太大，请分几次上传。"

LOOKED_AT = ("image/jpeg", "application/pdf")  # what is kept is one of them, or an OFD
LOOK_AT = "_scans"  # names the boxes of a form whose files are to be looked at as scans of papers

_cleaner, _looker = Cleaner(), Looker()


class SeenPage(NamedTuple):
    """A page of a scan. `dpi`: dots an inch as if it filled a sheet of A4, None for what is no picture; `across`: it is wider than high; `codes`: what its QR codes
    say, each with the degrees clockwise by which the page has to be turned."""

    dpi: int | None
    is_blank: bool
    across: bool
    codes: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class CleanFile:
    """An upload after checking and cleaning. `pages`: what is seen on it, None for each there was no time for; None where nobody looked. `turned`: by how
    many degrees clockwise it is to be turned; `check_code`: that of the paper it shows; `remark`: why it is kept though something is doubtful."""

    name: str
    mime: str
    content: bytes
    pages: Sequence[SeenPage | None] | None = None
    turned: int = 0
    check_code: str = ""
    remark: str = ""


@dataclass
class Left:
    """How much more a request may send."""

    pixels: int = field(default_factory=lambda: MOST_PIXELS)
    seconds: float = SECONDS


def inspect(upload: FileStorage | CleanFile, *, word: bool = False) -> CleanFile:
    """The clean form of an upload; with `word` it may be a Word document. Raises RuleError with a Chinese message. What a request sends is
    looked at once, and what is clean already is not looked at again."""
    clean = _clean(upload)
    if clean.mime == WORD and not word:
        raise RuleError(NO_WORD)
    return clean


def _clean(upload: FileStorage | CleanFile) -> CleanFile:
    if isinstance(upload, CleanFile):
        return upload
    if isinstance(upload, KeptUpload):
        upload.stream.seek(0)
        return CleanFile(upload.filename or "", upload.mimetype, upload.stream.read(), as_seen(upload.seen))
    seen = g.setdefault("uploads_inspected", {}) if has_request_context() else {}
    if id(upload) not in seen:
        try:
            seen[id(upload)] = upload, _inspected(upload)
        except RuleError as error:
            seen[id(upload)] = upload, error
    _, found = seen[id(upload)]
    if isinstance(found, RuleError):
        raise found
    return found


def inspect_all_sent() -> None:
    """Look at every file of the request. What is wrong with one is said when its form asks for it."""
    sent = [(box, upload) for box, upload in request.files.items(multi=True) if upload.filename]
    if request.endpoint is None or len(sent) > MOST_FILES:
        _left().seconds = 0  # no form takes so many: none of them is looked at later either, while others wait to write
        return
    scans = request.form.getlist(LOOK_AT)
    for box, upload in sent:
        try:
            clean = inspect(upload)
        except RuleError:
            continue
        if box in scans:
            g.uploads_inspected[id(upload)] = upload, replace(clean, pages=_looked_at(clean))


def as_seen(told: Sequence[Sequence | None] | None) -> list[SeenPage | None] | None:
    """Pages as a worker or a kept file tells of them."""
    return None if told is None else [each and SeenPage(*each) for each in told]


def _looked_at(clean: CleanFile) -> list[SeenPage | None]:
    """What is seen on its pages; nothing where it is no picture and no PDF, or no time is left for it."""
    left, began = _left(), monotonic()
    if clean.mime not in LOOKED_AT or left.seconds <= 0:
        return []
    try:
        return as_seen(_looker.look(clean.content, clean.mime, left.seconds)) or []
    finally:
        left.seconds -= monotonic() - began


def _inspected(upload: FileStorage) -> CleanFile:
    content = upload.stream.read(MAX_BYTES + 1)
    upload.stream.seek(0)
    if not content:
        raise RuleError("文件是空的，请重新选择。")
    if len(content) > MAX_BYTES:
        raise RuleError("文件超过 20 MB，请压缩后再上传。")
    left = _left()
    if left.pixels <= 0 or left.seconds <= 0:
        raise RuleError(TOO_MANY)
    began = monotonic()
    try:
        mime, ending, clean, pixels = _cleaner.clean(content, min(PICTURE_PIXELS, left.pixels), left.seconds)
        left.pixels -= pixels
    finally:
        left.seconds -= monotonic() - began
    return CleanFile(_safe_name(upload.filename, ending), mime, clean)


def _left() -> "Left":
    """What of it the request, or the work outside one, has left."""
    if not has_request_context():
        return Left()
    if "uploads_left" not in g:
        g.uploads_left = Left()
    return g.uploads_left


def _safe_name(name: str | None, ending: str) -> str:
    """The last part of `name` without its ending and without characters that hide, reverse or separate."""
    last = re.split(r"[/\\]", name or "")[-1]
    shown = "".join(char for char in last if char.isprintable() and char not in '":*?<>|')
    stem = shown.rpartition(".")[0] if "." in shown else shown
    return (stem.strip(". ") or "附件")[:80] + ending
