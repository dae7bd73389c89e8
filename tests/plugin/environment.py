"""A fresh virtual environment that sees the libraries of the one under test: a machine of somebody else, offline."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
VISITOR = Path(__file__).parent / "visit.py"
QUIET = ("--quiet", "--disable-pip-version-check")
FROM_HERE = ("--no-index", "--no-deps", "--no-build-isolation")


@dataclass
class Environment:
    """A virtual environment in `folder`, and the PORTAL_… variables its programs run with."""

    folder: Path
    variables: dict[str, str]
    _visitor: subprocess.Popen | None = field(default=None, repr=False)

    def create(self) -> "Environment":
        """Make it; a .pth file leads to the portal under test and to the libraries at hand."""
        venv.create(self.folder, with_pip=False, symlinks=True)
        purelib = next(self.folder.glob("lib/python*/site-packages"))
        libraries = sysconfig.get_path("purelib")
        (purelib / "libraries.pth").write_text(
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport site; site.addsitedir({libraries!r})\n"
        )
        return self

    @property
    def python(self) -> str:
        return str(self.folder / "bin" / "python")

    def install(self, *what: str) -> None:
        """Wheels or `--editable` folders, without a look at any index."""
        self.close()
        self._pip("install", *FROM_HERE, "--force-reinstall", *what)

    def uninstall(self, name: str) -> None:
        self.close()
        self._pip("uninstall", "--yes", name)

    def flask(self, *command: str, check: bool = True) -> str:
        """What `flask --app portal …` says."""
        return self.run("-m", "flask", "--app", "portal", *command, check=check)

    def run(self, *arguments: str, check: bool = True, folder: Path | None = None) -> str:
        """What Python says, both streams together. AssertionError with it when it ends badly and `check`."""
        done = subprocess.run(
            [self.python, *arguments],
            cwd=folder or self.folder,
            text=True,
            check=False,
            env=self._environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert not check or done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout[-6000:]}"
        return done.stdout

    def ask(self, action: str, *arguments):
        """What `visit.py` answers, in a process that stays until something is installed or uninstalled."""
        if self._visitor is None:
            program = [self.python, str(VISITOR)]
            self._visitor = subprocess.Popen(
                program, cwd=self.folder, text=True, env=self._environ(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        print(json.dumps([action, *arguments]), file=self._visitor.stdin, flush=True)
        answer = self._visitor.stdout.readline()
        assert answer, f"{action} {arguments} ended badly, see standard error"
        return json.loads(answer)

    def close(self) -> None:
        """End the process that answers, as a server is restarted when something was installed."""
        if self._visitor is not None:
            self._visitor.communicate()
            self._visitor = None

    def _pip(self, command: str, *arguments: str) -> None:
        program = [sys.executable, "-m", "pip", "--python", self.python, command, *QUIET, *arguments]
        done = subprocess.run(
            program,
            cwd=self.folder,
            text=True,
            check=False,
            env=self._environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0, done.stdout

    def _environ(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PORTAL_", "PYTEST_", "PYTHON", "COV_")) or name == "PORTAL_TEST_DATABASE_URL"
        }
        return {**kept, "PYTHONUTF8": "1", **self.variables}


def wheel(source: Path, into: Path) -> str:
    """Build the distribution in `source`; answers the path of the wheel. Leaves nothing in `source`."""
    copy = into / "source"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("*.egg-info", "build", "__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *QUIET, *FROM_HERE, "--wheel-dir", str(into), str(copy)],
        check=True,
        cwd=into,
    )
    return str(next(into.glob("*.whl")))
