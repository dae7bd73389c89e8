"""Whether an error means that the disk is full, whoever noticed: database, attachments, an upload that is being received."""

import errno
import shutil
from collections.abc import Iterator

from flask import current_app

__all__ = ["disk_is_full"]

FULL = {errno.ENOSPC, errno.EDQUOT}
POSTGRES_FULL = "53100"  # disk_full
SQLITE_FULL = "SQLITE_FULL"
SQLITE_PERHAPS = ("SQLITE_IOERR", "SQLITE_CANTOPEN")  # what SQLite says when the file beside the database cannot grow
LITTLE = 2**20  # bytes


def disk_is_full(error: BaseException) -> bool:
    """Whether `error`, or one that led to it, says so."""
    return any(_says_so(each) for each in _led_to(error))


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:  # a library may have made a ring of them
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    named = getattr(error, "sqlite_errorname", "")
    if named.startswith(SQLITE_PERHAPS):
        return shutil.disk_usage(current_app.instance_path).free < LITTLE
    return named == SQLITE_FULL or getattr(error, "sqlstate", "") == POSTGRES_FULL or getattr(error, "errno", 0) in FULL
