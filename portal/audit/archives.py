"""归档: old entries of the trail, taken out of the tables into files that the checkpoints prove.

A file holds a whole subtree of the tree that the checkpoints sign (portal/audit/merkle.py): as many entries as a power of two, in their order, and the
path from there to the root of a signed checkpoint. The hashes of the entries stay in the tables, so that the tree goes on; of each chain is kept where it
was cut. docs/security/verify_audit.py proves a file without the portal.
"""

import base64
import gzip
import hashlib
import json
import os
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import delete, select, update

from portal import clock
from portal.audit import anchors
from portal.audit.checkpoints import latest, leaves_of, one_machine_at_a_time
from portal.audit.merkle import Frontier, Tree, climbed, leaf_hash
from portal.audit.models import AuditArchive, AuditChain, AuditEntry, AuditLeaf
from portal.audit.notes import Checkpoint, public_key
from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db

__all__ = ["Archived", "ArchiveFault", "archive", "file_of", "read"]

BLOCK = 4096  # entries of a file, a power of two
AT_ONCE = 500  # entries taken out under one hold of the writers' lock


class ArchiveFault(RuleError):
    """A file that is missing, was changed, or is not of this installation; in Chinese."""


class Told(NamedTuple):
    """An entry as a file has it."""

    chain: int
    seq: int
    at: datetime
    actor_id: int | None
    unit_id: int | None
    county_id: int | None
    action: str
    subject_kind: str
    subject_id: str
    detail: str
    address: str
    changes: str
    seal: str

    @classmethod
    def of(cls, content: str) -> "Told":
        """What `AuditEntry.content` says."""
        chain, seq, at, *known, seal = json.loads(content)
        changes = known.pop() if len(known) > 8 else ""
        return cls(chain, seq, datetime.fromisoformat(at), *known, changes, seal)

    @property
    def changed(self) -> list[list[str]]:
        """As `AuditEntry.changed`."""
        return json.loads(self.changes) if self.changes else []


def archive(before: datetime, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Take what is older than `before` and signed out of the tables, a file at a time; how many entries. One process at a time: another
    waits, and finds nothing left. What was interrupted is finished first. Raises ArchiveFault, and takes out nothing more, where an entry is not as it was signed."""
    db.session.commit()
    taken = 0
    with anchors.taking_turns(), one_machine_at_a_time():
        for begun in db.session.scalars(select(AuditArchive).where(AuditArchive.emptied.is_(False))).all():
            _empty(begun, progress)
        tree: Tree | None = None
        while (found := _next(before)) is not None:
            last, first, entries = found
            tree = tree or Tree(leaves_of(last.size))
            made = _file(tree, last.note, first, entries)
            taken += made.size
            _empty(made, progress)
    return taken


def _next(before: datetime) -> tuple | None:
    """The checkpoint, the number of the first entry, and the next entries that make a whole file; None where there are too few."""
    with reading_first():
        last = latest()
        newest = db.session.scalars(select(AuditArchive).order_by(AuditArchive.first.desc()).limit(1)).first()
        first = newest.first + newest.size if newest else 0
        if last is None or last.size < first + BLOCK:
            return None
        placed = select(AuditLeaf, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditLeaf.entry_id)
        within = AuditLeaf.number.between(first, first + BLOCK - 1)
        rows = db.session.execute(placed.where(within).order_by(AuditLeaf.number)).all()
        if any(entry is not None and entry.at >= before for _, entry in rows):
            return None
        if wrong := [leaf for leaf, entry in rows if entry is None or leaf_hash(entry.content).hex() != leaf.hash]:
            raise ArchiveFault(f"记录 {wrong[0].entry_id} 与检查点里的不一样，或者不见了，没有归档。")
        return last, first, [entry for _, entry in rows]


def _file(tree: Tree, note: str, first: int, entries: Sequence[AuditEntry]) -> AuditArchive:
    """Write the file, and only when it is on the disk and proves itself say that there is one, and where each chain is cut."""
    height = len(entries).bit_length() - 1
    told = {
        "key": public_key(),
        "checkpoint": note,
        "first": first,
        "contents": [each.content.decode() for each in entries],
        "path": [base64.b64encode(each).decode() for each in tree.inclusion(first)[height:]],
    }
    content = gzip.compress(json.dumps(told, ensure_ascii=False, indent=1).encode(), mtime=0)
    ends = {each.chain: (each.seq, each.seal) for each in entries}
    made = AuditArchive(
        first=first,
        size=len(entries),
        began_at=min(each.at for each in entries),
        ended_at=max(each.at for each in entries),
        sha256=hashlib.sha256(content).hexdigest(),
        taken_at=clock.now(),
    )
    _keep(file_of(made), content)
    read(made)
    for chain, (seq, seal) in ends.items():
        cut = update(AuditChain).where(AuditChain.actor == chain, AuditChain.archived < seq)
        db.session.execute(cut.values(archived=seq, archived_seal=seal))
    db.session.add(made)
    db.session.commit()
    return made


def _empty(made: AuditArchive, progress: Callable[[int, int], None]) -> None:
    """Take the entries out of the table, some at a time, once the file was read again."""
    read(made)
    first, last = made.first, made.first + made.size
    for start in range(first, last, AT_ONCE):
        ids = select(AuditLeaf.entry_id).where(AuditLeaf.number >= start, AuditLeaf.number < min(start + AT_ONCE, last))
        db.session.execute(
            delete(AuditEntry).where(AuditEntry.id.in_(ids)).execution_options(synchronize_session=False)
        )
        db.session.commit()
        progress(min(start + AT_ONCE, last) - first, last - first)
    made.emptied = True
    db.session.commit()


def file_of(made: AuditArchive) -> Path:
    """Where its file lies."""
    return current_app.extensions["portal_settings"].instance / "audit" / "archive" / f"{made.first:010}.json.gz"


def read(made: AuditArchive) -> list[str]:
    """The contents of the entries in the file, proved by the signature in it. Raises ArchiveFault."""
    path = file_of(made)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ArchiveFault(f"归档文件 {path.name} 不见了，请把另外保存的放回 {path.parent}。") from None
    if hashlib.sha256(content).hexdigest() != made.sha256:
        raise ArchiveFault(f"归档文件 {path.name} 被改动过，或者不是本系统的，请把另外保存的放回 {path.parent}。")
    return proved(content, made.first, path.name)


def proved(content: bytes, first: int, name: str) -> list[str]:
    """The contents in a file whose first entry must be number `first`. Raises ArchiveFault."""
    try:
        told = json.loads(gzip.decompress(content))
        signed = Checkpoint.read(told["checkpoint"])
        frontier = Frontier()
        for each in told["contents"]:
            frontier.add(leaf_hash(each.encode()))
        path = [base64.b64decode(each) for each in told["path"]]
        root = climbed(frontier.root, first, signed.size, path, frontier.size)
        if told["first"] != first or root != signed.root:
            raise ValueError("not in the tree")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, EOFError, OSError) as error:
        raise ArchiveFault(f"归档文件 {name} 与检查点的签名不符，被改动过，或者不是本系统的。") from error
    return told["contents"]


class Archived:
    """What files say of entries that are not in the table any more, asked in the order of the tree: one file is held at a time."""

    def __init__(self) -> None:
        self._files = list(db.session.scalars(select(AuditArchive).order_by(AuditArchive.first)))
        self._held: AuditArchive | None = None
        self._hashes: list[bytes] = []
        self._faults: list[str] = []

    def covers(self, number: int) -> bool:
        """Whether entry `number` was taken out into a file."""
        return self._file_of(number) is not None

    def hash_of(self, number: int) -> bytes | None:
        """The hash of entry `number` as its file has it; None where no file that is whole has it."""
        if (made := self._file_of(number)) is None:
            return None
        if made is not self._held:
            self._held, self._hashes = made, self._read(made)
        return self._hashes[number - made.first] if self._hashes else None

    def faults(self) -> list[str]:
        """What was wrong with files that were asked for."""
        return self._faults

    def _file_of(self, number: int) -> AuditArchive | None:
        place = bisect_right(self._files, number, key=lambda each: each.first) - 1
        found = self._files[place] if place >= 0 else None
        return found if found is not None and number < found.first + found.size else None

    def _read(self, made: AuditArchive) -> list[bytes]:
        try:
            return [leaf_hash(each.encode()) for each in read(made)]
        except ArchiveFault as fault:
            self._faults.append(str(fault))
            return []


def _keep(path: Path, content: bytes) -> None:
    """On the disk when this returns, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
