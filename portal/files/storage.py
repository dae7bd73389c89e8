"""Storage of file contents: one file per hash in the instance folder. Few functions, so that S3 can replace it."""

import hashlib
import os
import tempfile
from collections.abc import Container
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import time

from flask import current_app

__all__ = ["put", "get", "forget"]


def put(content: bytes) -> str:
    """Store `content` and return its SHA-256. Equal contents are stored once; a crash leaves no partial file under that name.

    Raises OSError when the disk is full; nothing is left behind then.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists():
        path.touch()  # wanted again: whoever clears up leaves what is fresh
    else:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
    return digest


def get(digest: str) -> bytes:
    """The bytes kept under `digest`. Raises OSError when they are gone, ValueError when they were changed."""
    content = _path(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"stored file {digest} was changed")
    return content


def forget(digest: str, *, but_not_since: timedelta | None = None) -> None:
    """Delete the bytes kept under `digest`, if they are there and were not put there within `but_not_since`. The caller knows that nothing
    names them any more."""
    path = _path(digest)
    with suppress(FileNotFoundError):
        if but_not_since is None or path.stat().st_mtime <= time() - but_not_since.total_seconds():
            path.unlink()


def clear(named: Container[str], age: timedelta) -> int:
    """Delete what was put here longer than `age` ago and is not `named`, half-written files too; answers how many there were."""
    latest, gone = time() - age.total_seconds(), 0
    for path in (current_app.extensions["portal_settings"].instance / "files").glob("??/*"):
        if path.name not in named and path.stat().st_mtime < latest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _path(digest: str) -> Path:
    return current_app.extensions["portal_settings"].instance / "files" / digest[:2] / digest
