"""Where the original font files come from: Debian packages and npm packages."""

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path


class SourceMissing(Exception):
    """A font's source cannot be had on this machine; the message says what to install."""


@dataclass(frozen=True, slots=True)
class DebianFont:
    """A file of a Debian package: used where installed, else out of a downloaded .deb."""

    package: str
    path: str

    def __str__(self) -> str:
        return f"Debian {self.package}"

    @contextmanager
    def open(self, node_modules: Path) -> Iterator[Path]:
        installed = Path("/") / self.path
        if installed.is_file():
            yield installed
            return
        folder = _fetched(self.package)
        font = folder / "tree" / self.path
        if not font.is_file():
            raise SourceMissing(f"{self}: 包内没有 / not in the package: {self.path}")
        yield font


@dataclass(frozen=True, slots=True)
class NpmFont:
    """A file of an npm package already installed by ``npm ci``."""

    package: str
    path: str

    def __str__(self) -> str:
        return f"npm {self.package}"

    def file(self, node_modules: Path) -> Path:
        return node_modules / self.package / self.path

    @contextmanager
    def open(self, node_modules: Path) -> Iterator[Path]:
        font = self.file(node_modules)
        if not font.is_file():
            raise SourceMissing(f"{self}: 没有 / not found: {font} (npm ci)")
        yield font


@cache
def _fetched(package: str) -> Path:
    """The folder into which a package was unpacked, without root and without installing anything; it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="portal-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = f"Debian {package}"
    _run(["apt-get", "download", package], folder, source)
    archive = next(folder.glob(f"{package}_*.deb"), None)
    if archive is None:
        raise SourceMissing(f"{source}: apt-get download 没有得到文件 / brought no file")
    _run(["dpkg-deb", "-x", str(archive), str(folder / "tree")], folder, source)
    return folder


def _run(command: list[str], folder: Path, source: str) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=600)
    except FileNotFoundError as error:
        raise SourceMissing(f"{source}: 没有命令 / no command {command[0]}") from error
    except subprocess.TimeoutExpired as error:
        raise SourceMissing(f"{source}: {command[0]} 超时 / timed out") from error
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or ["?"])[-1]
        raise SourceMissing(f"{source}: {reason}") from error
