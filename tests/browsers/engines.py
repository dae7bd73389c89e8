"""Real old browser engines: which there are, what they stand for, and how they are had.

They lie in OLD_BROWSER_CACHE, by default ~/.cache/old-browser, 65 to 360 MB each, and are fetched once.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli

CACHE = Path(os.environ.get("OLD_BROWSER_CACHE") or Path.home() / ".cache" / "old-browser")
PATIENCE = 180


class EngineMissing(Exception):
    """The engine cannot be had here; the message says why."""


@dataclass(frozen=True)
class Engine:
    """`packages` come from PyPI for a Qt window, else one from npm holds a headless shell."""

    name: str
    stands_for: str
    packages: tuple[str, ...]
    is_qt: bool = False

    @property
    def home(self) -> Path:
        return CACHE / self.name


ENGINES = {
    engine.name: engine
    for engine in (
        Engine(
            "c49", "the oldest kernels of 360 and QQ; Chrome on XP", ("PyQt5==5.7.1", "PyQt5-sip==12.13.0"), is_qt=True
        ),
        Engine("c69", "domestic Linux browsers, 360 (69), QQ (70)", ("chrome-aws-lambda@1.5.0",)),
        Engine("c109", "the last Chrome for Windows 7", ("@sparticuz/chromium@109.0.6",)),
    )
}


@cache
def _why_missing(name: str) -> str:
    """Fetches the engine when it is not there yet; answers why that failed. Asked once: a machine without a line would
    try in vain for every test."""
    engine = ENGINES[name]
    if engine.is_qt and not shutil.which("Xvfb") and not os.environ.get("OLD_BROWSER_DISPLAY"):
        return "缺少 Xvfb / Xvfb is missing: apt-get install xvfb"
    if engine.home.exists():
        return ""
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        try:
            (_fetch_qt if engine.is_qt else _fetch_shell)(engine, Path(folder) / name)
            (Path(folder) / name).rename(engine.home)
        except (subprocess.SubprocessError, OSError) as error:
            if not engine.home.exists():  # or somebody else was faster
                return f"{name} could not be fetched: {error}"
    return ""


def fetch(name: str) -> Engine:
    """The engine. Raises EngineMissing."""
    if why := _why_missing(name):
        raise EngineMissing(why)
    return ENGINES[name]


def _fetch_qt(engine: Engine, home: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries",
            "1",
            "--no-deps",
            "--target",
            str(home),
            *engine.packages,
        ],
        check=True,
        timeout=PATIENCE,
    )


def _fetch_shell(engine: Engine, home: Path) -> None:
    home.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["npm", "pack", "--silent", "--fetch-retries=1", *engine.packages],
            cwd=folder,
            check=True,
            timeout=PATIENCE,
            capture_output=True,
            text=True,
        )
        with tarfile.open(Path(folder) / Path(done.stdout.strip().splitlines()[-1]).name) as parcel:
            for member in parcel.getmembers():
                if "/bin/" in member.name and member.name.endswith(".br"):
                    _unpack(brotli.decompress(parcel.extractfile(member).read()), Path(member.name).stem, home)


def _unpack(content: bytes, name: str, home: Path) -> None:
    """A folder of libraries as a tar file, or the program itself (its name differs from release to release)."""
    if name.endswith(".tar"):
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            with tarfile.open(fileobj=file) as inner:
                inner.extractall(home / "lib", filter="data")
        return
    path = home / ("chromium" if name.startswith("chromium") else name)
    path.write_bytes(content)
    path.chmod(0o755)
