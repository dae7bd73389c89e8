"""Programs of a trial: they see the unpacked wheels before anything installed, and nothing of the settings, keys and database of the
portal that is running. They end with whoever started them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from portal.config import ROOT

PATIENCE = 10  # seconds between asking a program to end and ending it


def surroundings(folder: Path, path: Path | None, given: Mapping[str, str]) -> dict[str, str]:
    """The environment: an instance in `folder`, the wheels at `path` first, and what is `given`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTEST_"))}
    paths = os.pathsep.join(str(each) for each in (path, ROOT, kept.get("PYTHONPATH")) if each)
    return {**kept, "PYTHONPATH": paths, "PYTHONUTF8": "1", "PORTAL_INSTANCE": str(folder / "instance"), **given}


def end_in_order() -> None:
    """Let whoever is asked to end (by the system, by a closed window) take down what it has put up, as after Ctrl-C."""
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda number, frame: sys.exit(128 + number))


@contextmanager
def running(
    module: str, *arguments: str, folder: Path, environment: dict[str, str], output: IO
) -> Iterator[subprocess.Popen]:
    """`python -m module …`, in a process group of its own that is gone afterwards."""
    program = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(
        program, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen) -> None:
    """It and its children: asked first, then made to."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
