"""A portal on a disk of 64 MB that becomes full and then has room again: what people are told, and what of the acknowledged is there.

Mounts a file system in memory, so it needs root; otherwise it says that it was left out.
"""

import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.measuring import report
from bench.office import Office
from bench.writer import TITLE, Writer
from portal.extensions import db
from portal.testing.server import serving

SIZE, TRIES = 64 * 2**20, 30
SAYS = "磁盘已满"


def measure(place: Office) -> None:
    """Before, while full, and after."""
    if os.geteuid() != 0 or db.engine.dialect.name != "sqlite":
        report("small_disk", left_out="needs root, and SQLite")
        return
    with _mounted(place.folder / "small") as small:
        with (
            closing(sqlite3.connect(place.folder / "portal.db")) as ours,
            closing(sqlite3.connect(small / "portal.db")) as copy,
        ):
            ours.backup(copy)
        settings = place.app.extensions["portal_settings"]
        variables = {
            "PORTAL_INSTANCE": str(small),
            "PORTAL_ENV": "testing",
            "PORTAL_RATE_LIMITS": "false",
            "PORTAL_SECRET_KEY": settings.secret_key,
            "PORTAL_DATA_KEY": settings.data_key,
        }
        with serving(variables) as address:
            told: dict[str, str] = {}
            writer = Writer(place, address, 0)
            phases = {"before": _write(writer, told, "before")}
            _fill(small / "filler")
            phases["full"] = _write(writer, told, "full")
            reading = writer.browser.get("/cases").status, writer.browser.get("/healthz").status
            (small / "filler").unlink()
            phases["after"] = _write(writer, told, "after")
        with closing(sqlite3.connect(small / "portal.db")) as copy:
            there = Counter(
                title for (title,) in copy.execute("SELECT title FROM cases_case WHERE title LIKE ?", [f"{TITLE}%"])
            )
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    report(
        "small_disk",
        **{f"{phase}_{answer}": count for phase, answers in phases.items() for answer, count in answers.items()},
        reading_while_full=reading,
        acknowledged=len(told),
        lost=len(told.keys() - there.keys()),
        doubled=sum(count - 1 for count in there.values()),
        not_acknowledged_but_there=len(there.keys() - told.keys()),
        sound=sound,
    )


def _write(writer: Writer, told: dict[str, str], phase: str) -> Counter:
    """How many were stored, refused with the page that says why, refused otherwise."""
    answers: Counter = Counter()
    for number in range(TRIES):
        title = f"{TITLE} {phase} {number}"
        answer = writer.send(writer.form(title))
        if answer.status == 303:
            told[title] = answer.headers["Location"]
            answers["stored"] += 1
        else:
            answers["told" if answer.status == 507 and SAYS in answer.text else f"status_{answer.status}"] += 1
    return answers


def _fill(path: Path) -> None:
    """Until nothing is left."""
    with path.open("wb", buffering=0) as filler:
        for piece in (2**20, 4096, 1):
            try:
                while True:
                    filler.write(b"\0" * piece)
            except OSError:
                continue


@contextmanager
def _mounted(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder, ignore_errors=True)
