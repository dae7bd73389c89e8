"""The empty database as the migrations leave it, kept from run to run: making it takes 5 s of the processor.

It lies in the folder for caches of whoever runs the tests (`$XDG_CACHE_HOME/fengqiao-portal`), under a mark made of all sources that
could have a say in it.
"""

import os
import sqlite3
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import alembic
import sqlalchemy

from portal.config import ROOT
from portal.migrating import histories

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fengqiao-portal"
MOST = 6  # databases kept, one for each state of the sources


def mark() -> str:
    """Stands for the sources of the portal and of the plugins taken in, and for the libraries that migrate."""
    made = sha256(" ".join((sys.version, sqlite3.sqlite_version, sqlalchemy.__version__, alembic.__version__)).encode())
    for folder in dict.fromkeys([ROOT / "portal", *(each.versions.parent for each in histories())]):
        for path in sorted(folder.rglob("*.py")):
            made.update(f"{path}\0".encode() + path.read_bytes())
    return made.hexdigest()


def kept(name: str) -> bytes:
    """The database under the mark `name`; b"" where there is none."""
    with suppress(OSError):
        return _path(name).read_bytes()
    return b""


def keep(name: str, database: bytes) -> None:
    """Keep it, and drop the oldest. A folder that cannot be written keeps nothing."""
    with suppress(OSError):
        FOLDER.mkdir(parents=True, exist_ok=True)
        begun = FOLDER / f"{os.getpid()}.part"
        begun.write_bytes(database)
        begun.replace(_path(name))
        for path in sorted(FOLDER.glob("*.db"), key=lambda each: each.stat().st_mtime)[:-MOST]:
            path.unlink(missing_ok=True)


def _path(name: str) -> Path:
    return FOLDER / f"{name}.db"
