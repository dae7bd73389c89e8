"""An archive: the database of one moment, the stored files, and a list of both, by which it is checked."""

import hashlib
import json
import os
import re
import shutil
import tarfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.backup.databases import BackupError, Database, Found

__all__ = ["make", "check", "restore", "Contents"]

ABANDONED = 12 * 3600  # seconds: a younger one may be under way; the next nightly backup finds an older
LIST = "contents.json"
ARCHIVED = re.compile(r"audit/archive/[0-9]{10}\.json\.gz")  # entries of the trail that are not in the tables any more
ANCHORS = ("audit/heads.txt", "audit/checkpoints.txt")  # what is known of the audit trail outside the database
STORED = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})")
QUICKLY = 1  # level of gzip: pictures and PDF are compressed already
NAME = re.compile(r"portal-\d{8}-\d{6}\.tar\.gz")


@dataclass(frozen=True)
class Contents:
    """What an archive holds: name of the database file, rows by table, stored files by hash."""

    made_at: str
    database: str
    tables: dict[str, int]
    files: list[str]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def make(database: Database, files: Path, folder: Path, keep: int = 0) -> tuple[Path, Contents]:
    """Write a new archive into `folder` and check it; then the oldest are removed, so that `keep` remain (0: all).

    Raises BackupError when it could not be made (nothing is left behind) or, once made, is not what it should be (it stays).
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_what_was_left(folder)
    archive = folder / f"portal-{datetime.now(UTC).astimezone():%Y%m%d-%H%M%S}.tar.gz"
    with TemporaryDirectory(dir=folder, prefix=".making-") as work:
        copy, unfinished = Path(work) / database.name, Path(work) / archive.name
        anchors = _anchors(files.parent)  # before the database: they tell of nothing that it does not hold
        found = database.copy(
            copy
        )  # first: stored files are never changed, so all that it names are still there afterwards
        contents = _write(unfinished, copy, found, files, anchors)
        os.replace(unfinished, archive)
    _flush(folder)
    check(archive, database)
    for old in sorted(each for each in folder.iterdir() if NAME.fullmatch(each.name))[: -keep or None] if keep else ():
        old.unlink()
    return archive, contents


def check(archive: Path, database: Database) -> Contents:
    """Restore `archive` into a scratch place and compare: rows of every table, hash of every file, and that none is missing.

    Raises BackupError.
    """
    with TemporaryDirectory(dir=archive.parent, prefix=".checking-") as work:
        contents, copy, hashes = _unpack(archive, Path(work), database)
        _compare(contents, hashes, database.rehearse(copy))
        return contents


def restore(archive: Path, database: Database, files: Path) -> Contents:
    """Check `archive`, then put it in the place of what is there; the old files stay beside, named .before-restore.

    Raises BackupError; nothing was changed then. The portal must not be running.
    """
    files.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=files.parent, prefix=".restoring-") as work:
        contents, copy, hashes = _unpack(archive, Path(work), database, keep=True)
        _compare(contents, hashes, database.rehearse(copy))
        database.restore(copy)
        for name in (files.name, "audit"):
            (Path(work) / name).mkdir(exist_ok=True, mode=0o700)
            _swap(Path(work) / name, files.with_name(name))
        return contents


def _remove_what_was_left(folder: Path) -> None:
    """By a backup that was killed: a whole database may lie there."""
    for left in (*folder.glob(".making-*"), *folder.glob(".checking-*")):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _swap(new: Path, place: Path) -> None:
    before = place.with_name(f"{place.name}.before-restore")
    shutil.rmtree(before, ignore_errors=True)
    if place.exists():
        os.replace(place, before)
    os.replace(new, place)


def _anchors(instance: Path) -> dict[str, bytes]:
    archived = sorted(path.relative_to(instance).as_posix() for path in instance.glob("audit/archive/*.json.gz"))
    return {name: (instance / name).read_bytes() for name in (*ANCHORS, *archived) if (instance / name).exists()}


def _write(target: Path, copy: Path, found: Found, files: Path, anchors: dict[str, bytes]) -> Contents:
    kept: list[str] = []
    with target.open("xb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=QUICKLY) as archive:
            archive.add(copy, copy.name)
            for name, content in anchors.items():
                _put(archive, name, content)
            for digest, content in _stored(files):
                _put(archive, f"files/{digest[:2]}/{digest}", content)
                kept.append(digest)
            contents = Contents(datetime.now(UTC).isoformat(timespec="seconds"), copy.name, found.tables, kept)
            _put(archive, LIST, json.dumps(asdict(contents), indent=1).encode())
        raw.flush()
        os.fsync(raw.fileno())
    return contents


def _put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, BytesIO(content))


def _stored(files: Path) -> Iterator[tuple[str, bytes]]:
    """Every stored file, not those that are just being written; one that is removed meanwhile (a purged plugin) is left out."""
    for path in sorted(files.glob("*/*")):
        if STORED.fullmatch(f"files/{path.parent.name}/{path.name}"):
            try:
                yield path.name, path.read_bytes()
            except FileNotFoundError:
                continue


def _unpack(archive: Path, work: Path, database: Database, keep: bool = False) -> tuple[Contents, Path, dict[str, str]]:
    """The list, the database in `work`, and name → hash of each stored file; with `keep` these are in `work` too."""
    contents, hashes = None, {}
    try:
        with tarfile.open(archive) as packed:
            for entry in packed:
                if stored := STORED.fullmatch(entry.name):
                    content = packed.extractfile(entry).read()
                    hashes[stored[1]] = hashlib.sha256(content).hexdigest()
                    if keep:
                        _keep(work / entry.name, content)
                elif entry.name in ANCHORS or ARCHIVED.fullmatch(entry.name):
                    _keep(work / entry.name, packed.extractfile(entry).read())
                elif entry.name == LIST:
                    contents = Contents(**json.load(packed.extractfile(entry)))
                elif entry.name == database.name:
                    packed.extract(entry, work, filter="data")
    except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as error:
        raise BackupError(f"读不出备份 / cannot be read: {archive}（{error}）") from error
    if contents is None or not (work / database.name).is_file():
        raise BackupError(f"不是这个数据库的备份 / not a backup of such a database: {archive}")
    return contents, work / database.name, hashes


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    path.chmod(0o600)


def _compare(contents: Contents, hashes: dict[str, str], found: Found) -> None:
    differing = [name for name, count in contents.tables.items() if found.tables.get(name) != count]
    if differing or found.tables.keys() != contents.tables.keys():
        raise BackupError(f"恢复出来的行数与备份时不符 / rows differ: {'、'.join(differing) or '表不同 / tables'}")
    if set(contents.files) != hashes.keys():
        raise BackupError("备份里的附件与清单不符 / stored files differ from the list")
    if damaged := [digest for digest, is_now in hashes.items() if digest != is_now]:
        raise BackupError(
            f"{len(damaged)} 个附件的内容已损坏 / stored files are damaged: {' '.join(sorted(damaged)[:5])}"
        )
    if missing := found.contents - hashes.keys():
        raise BackupError(f"缺少 {len(missing)} 个附件 / stored files are missing: {' '.join(sorted(missing)[:5])}")


def _flush(folder: Path) -> None:
    """The new name is on the disk, too."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
