"""Storage of file contents: one file per hash in the instance folder. Three functions, so that S3 can replace it."""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app

__all__ = ["put", "get", "forget"]


def put(content: bytes) -> str:
    """Store `content` and return its SHA-256. Equal contents are stored once; a crash leaves no partial file."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    return digest


def get(digest: str) -> bytes:
    """The bytes kept under `digest`. Raises OSError when they are gone, ValueError when they were changed."""
    content = _path(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"stored file {digest} was changed")
    return content


def forget(digest: str) -> None:
    """Delete the bytes kept under `digest`, if they are there. The caller knows that nothing names them any more."""
    _path(digest).unlink(missing_ok=True)


def _path(digest: str) -> Path:
    return current_app.extensions["portal_settings"].instance / "files" / digest[:2] / digest
