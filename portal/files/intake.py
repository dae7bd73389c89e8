"""Accepting an upload: told by its content, never by its name, and made anew from what is seen of it (portal/files/cleaning).

What is sent with a form is looked at before the request takes the writers' lock: a large picture keeps nobody waiting.
"""

import re
from dataclasses import dataclass, field
from time import monotonic

from flask import g, has_request_context, request
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files.cleaner import Cleaner
from portal.web.forms.kept_files import KeptUpload

__all__ = ["inspect", "CleanFile"]

MAX_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 120_000_000  # of all pictures of a request, as they come
PICTURE_PIXELS = 60_000_000  # of one file
SECONDS = 20.0  # of all files of a request
MOST_FILES = 40
TOO_MANY = "一次上传的文件太多太大，请分几次上传。"

_cleaner = Cleaner()


@dataclass(frozen=True)
class CleanFile:
    """An upload after checking and cleaning."""

    name: str
    mime: str
    content: bytes


@dataclass
class Left:
    """How much more a request may send."""

    pixels: int = field(default_factory=lambda: MOST_PIXELS)
    seconds: float = SECONDS


def inspect(upload: FileStorage | CleanFile) -> CleanFile:
    """The clean form of an upload. Raises RuleError with a Chinese message. What a request sends is looked at once, and what is clean
    already is not looked at again."""
    if isinstance(upload, CleanFile):
        return upload
    if isinstance(upload, KeptUpload):
        upload.stream.seek(0)
        return CleanFile(upload.filename or "", upload.mimetype, upload.stream.read())
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
    sent = [upload for _, upload in request.files.items(multi=True) if upload.filename]
    if request.endpoint is None or len(sent) > MOST_FILES:
        _left().seconds = 0  # no form takes so many: none of them is looked at later either, while others wait to write
        return
    for upload in sent:
        try:
            inspect(upload)
        except RuleError:
            continue


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
