"""What is known of the audit trail outside its tables, so that whoever changes the database alone is found out.

Two files in the instance folder: the head of a chain after each entry (`heads.txt`, since the last checkpoint), and every signed
checkpoint (`checkpoints.txt`). A third copy is the auditor's, on paper or as a file.
"""

import fcntl
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import event

from portal.extensions import db

__all__ = ["note_head", "heads", "forget_heads", "taking_turns", "keep_checkpoint", "kept_checkpoints"]

PENDING = "audit_heads"
NOTE = re.compile(r"^([\w-]+/[0-9a-f]{8}\n\d+\n\S+\n\S+\n\n— \S+ [\w+/=]{92})$", re.MULTILINE)
log = logging.getLogger(__name__)


def note_head(actor: int, seq: int, head: str) -> None:
    """Write the head of a chain down once the transaction under way is committed."""
    db.session().info.setdefault(PENDING, {})[actor] = (seq, head)


@event.listens_for(db.session, "after_commit")
def _write_down(session) -> None:
    if session.in_nested_transaction() or not (pending := session.info.pop(PENDING, None)):
        return
    lines = "".join(f"{actor} {seq} {head}\n" for actor, (seq, head) in pending.items())
    try:
        with _locked("heads.txt", os.O_APPEND) as file:
            os.write(file, lines.encode())
    except OSError:  # a full disk: what was done is committed, and only less is known of it from outside
        log.exception("the head of the audit trail could not be written down")


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session, previous) -> None:
    session.info.pop(PENDING, None)  # of what stays in an outer transaction less is known: never more than there is


def heads() -> dict[int, dict[int, tuple[str, ...]]]:
    """What was written down of each chain since the last checkpoint: by the number of an entry the heads it was seen with. Two heads of
    one entry mean that the chain was put back in between."""
    known: dict[int, dict[int, tuple[str, ...]]] = {}  # tuples of texts: who looks for garbage passes over them
    for line in _read("heads.txt").splitlines():
        parts = line.split(" ")
        if (
            len(parts) == 3 and parts[0].isdigit() and parts[1].isdigit()
        ):  # a line cut short by a full disk says nothing
            chain, seq, head = known.setdefault(int(parts[0]), {}), int(parts[1]), parts[2]
            if head not in (seen := chain.get(seq, ())):
                chain[seq] = (*seen, head)
    return known


def keep_checkpoint(note: str) -> None:
    """Add a signed checkpoint to the file; it is on the disk when this returns."""
    with _locked("checkpoints.txt", os.O_APPEND) as file:
        os.write(file, f"\n{note}".encode())  # a line of its own also after half of one
        os.fsync(file)


def forget_heads(covered: set[tuple[int, int, str]]) -> None:
    """Leave out heads that a checkpoint stands for: `covered` holds actor, number and head of its entries. One that disagrees stays."""
    gone = {f"{actor} {seq} {head}" for actor, seq, head in covered}
    known = "".join(_read("heads.txt").rpartition("\n")[:2])  # whole lines
    left = [line for line in known.splitlines(keepends=True) if line.rstrip("\n") not in gone]
    with _locked(
        "heads.txt", os.O_APPEND
    ) as file:  # whoever commits waits for this, so only what came meanwhile is read
        left.append(_read("heads.txt", after=len(known.encode())))
        os.ftruncate(file, 0)
        os.write(file, "".join(left).encode())


@contextmanager
def taking_turns() -> Iterator[None]:
    """One process takes a checkpoint at a time, on one machine."""
    with _locked("taking.lock", 0):
        yield


def kept_checkpoints() -> list[str]:
    """The signed checkpoints of the file, oldest first. One that was written in half, on a full disk, is none."""
    return [f"{each}\n" for each in NOTE.findall(_read("checkpoints.txt"))]


@contextmanager
def _locked(name: str, how: int) -> Iterator[int]:
    path = _folder() / name
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | how, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _read(name: str, after: int = 0) -> str:
    """What stands in a file, from the byte `after` on."""
    path = _folder() / name
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(after)
        return file.read().decode()


def _folder() -> Path:
    folder = current_app.extensions["portal_settings"].instance / "audit"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder
