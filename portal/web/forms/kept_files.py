"""Files that were sent with a form and are sound are kept until the form is taken: whoever is shown it again need not pick them again.

Each belongs to one form of one user (portal.web.forms.form_token) and to one box of it, lies encrypted in the instance folder, and goes
when the form is taken or thrown away, when its place is needed for newer ones, or after a week.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from flask import current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, FileField, MultipleFileField

from portal.protection import keyring
from portal.web.forms.form_token import FIELD, unseal

__all__ = ["Kept", "KeptUpload", "clear", "discard", "fill", "keep"]

MOST_BYTES = 120 * 2**20  # of one user
MOST_FILES = 40  # of one form
UNPICK = "-unpick"  # behind the name of a box: the marks of files that are not wanted any more
REFUSED = "-refused"  # the same of one that was refused, and gives way to what is picked now


class KeptUpload(FileStorage):
    """A file that was kept, in the field in which it was picked. It is clean already; `mime` and `filename` are those of the clean form, `seen`: what was seen
    on its pages, as far as somebody looked."""

    seen: Sequence[Sequence | None] | None = None


@dataclass(frozen=True)
class Kept:
    """What is known of a kept file. `box`: the name of its field; `mark`: the start of a hash of what was sent; `seen`: what was seen on its pages."""

    box: str
    name: str
    mime: str
    mark: str
    seen: Sequence[Sequence | None] | None = field(default=None, compare=False)


def mark_of(upload: FileStorage) -> str:
    """Tells one content from another."""
    if isinstance(upload, KeptUpload):
        return upload.headers["X-Mark"]
    digest = hashlib.file_digest(upload.stream, "sha256").hexdigest()[:20]
    upload.stream.seek(0)
    return digest


def keep(key: str, user_id: int, kept: Kept, content: bytes) -> None:
    """Keep one more file for the form `key`; without a word where there is no room for it."""
    folder = _folder(key, user_id)
    there = list(_files(folder))
    if len(there) >= MOST_FILES or any(each == kept for _, each in there) or not _make_room(folder, len(content)):
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{max([int(path.stem) for path, _ in there], default=0) + 1:03d}.file"
        _write(path, content)
        _write(path.with_suffix(".about"), json.dumps(asdict(kept)).encode())


def fill(form, formdata, owner: tuple[str, int] | None = None):
    """`formdata` with what was kept for the file boxes of `form` in which nothing was picked now; a box for several has both. What each box
    holds is told to its field as `kept_files`. `owner`: key and user of the form, where its token is not that of a signed-in person's."""
    boxes = [each for each in form if isinstance(each, FileField | MultipleFileField)]
    sealed = owner or _sealed(form) if boxes and hasattr(formdata, "items") else None
    if sealed is None:
        return formdata
    folder, pairs = _folder(*sealed[:2]), list(formdata.items(multi=True))
    for box in boxes:
        picked = [value for name, value in pairs if name == box.name and getattr(value, "filename", "")]
        box.kept_files = _still_wanted(box, folder, picked)
        marks = {mark_of(each) for each in picked} if box.kept_files else set()
        if earlier := [_opened(path, each) for path, each in box.kept_files.items() if each.mark not in marks]:
            rest = [pair for pair in pairs if pair[0] != box.name]
            pairs = [*rest, *((box.name, each) for each in (*earlier, *picked))]
    return MultiDict(pairs)


def discard(key: str, user_id: int) -> None:
    """Delete what was kept for the form `key`."""
    shutil.rmtree(_folder(key, user_id), ignore_errors=True)


def clear(before: datetime) -> int:
    """Delete what was kept for forms last sent before `before`; answers for how many forms."""
    old = [each for each in _root().glob("*/*") if each.stat().st_mtime < before.timestamp()]
    for each in old:
        shutil.rmtree(each, ignore_errors=True)
    return len(old)


def _sealed(form) -> tuple[str, int, str] | None:
    """The key of a form that was sent, or is shown from its draft."""
    token = (
        request.form.get(FIELD) if request.method == "POST" else getattr(form, "was_restored", False) and form.sealed
    )
    sealed = unseal(token, aged=True) if token and current_user.is_authenticated else None
    return sealed if sealed and sealed[1] == current_user.id else None


def _still_wanted(box: Field, folder: Path, picked: list[FileStorage]) -> dict[Path, Kept]:
    """What was kept for `box` without what was taken back, or replaced in a box for one file."""
    found = {path: each for path, each in _files(folder) if each.box == box.name}
    gone = set(request.form.getlist(f"{box.name}{UNPICK}"))
    if picked:
        gone |= set(request.form.getlist(f"{box.name}{REFUSED}"))
    if picked and not isinstance(box, MultipleFileField):
        gone |= {each.mark for each in found.values()} - {mark_of(picked[-1])}
    for path in [path for path, each in found.items() if each.mark in gone]:
        del found[path]
        path.unlink(missing_ok=True)
        path.with_suffix(".about").unlink(missing_ok=True)
    return found


def _opened(path: Path, kept: Kept) -> KeptUpload:
    content = keyring.decrypt_bytes(path.read_bytes(), _place(path))
    upload = KeptUpload(io.BytesIO(content), filename=kept.name, content_type=kept.mime)
    upload.headers["X-Mark"] = kept.mark
    upload.seen = kept.seen
    return upload


def _files(folder: Path) -> Iterator[tuple[Path, Kept]]:
    """What lies there and can be read, in the order in which it came."""
    for about in sorted(folder.glob("*.about")):
        with suppress(OSError, KeyError, InvalidTag):  # taken by another request, or of a key that is gone
            told = json.loads(keyring.decrypt_bytes(about.read_bytes(), _place(about)))
            yield about.with_suffix(".file"), Kept(**told)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(keyring.encrypt_bytes(content, _place(path)))


def _make_room(folder: Path, size: int) -> bool:
    """Whether there is room for `size` bytes; what was kept for other forms of the same user gives way, the oldest first."""
    others = sorted(folder.parent.glob("*"), key=lambda each: (each == folder, each.stat().st_mtime))
    sizes = {each: sum(path.stat().st_size for path in each.glob("*.file")) for each in others}
    while sum(sizes.values()) + size > MOST_BYTES and others and others[0] != folder:
        shutil.rmtree(others[0], ignore_errors=True)
        del sizes[others.pop(0)]
    return sum(sizes.values()) + size <= MOST_BYTES


def _place(path: Path) -> str:
    """What a file is bound to: moved elsewhere it does not decrypt."""
    return "/".join(("kept", *path.parts[-3:]))


def _folder(key: str, user_id: int) -> Path:
    return _root() / str(user_id) / key


def _root() -> Path:
    return current_app.extensions["portal_settings"].instance / "kept"
