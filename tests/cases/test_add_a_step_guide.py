"""docs/add-a-step.md: what stands there is done in a copy of the sources, and its own test passes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.hunks import changed

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(
    r"^```(\w+) file=(\S+)\n(.*?)^```$", (ROOT / "docs" / "add-a-step.md").read_text(), re.MULTILINE | re.DOTALL
)


def test_the_guide_adds_a_step_that_works(tmp_path):
    copy(tmp_path)
    for language, path, text in BLOCKS:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changed(file.read_text(), text, path) if language == "diff" else text)
    said = run(tmp_path, *(path for _, path, _ in BLOCKS if path.startswith("tests/")))
    assert said.returncode == 0, said.stdout
    assert " passed" in said.stdout


def copy(folder: Path) -> None:
    for name in ("portal", "plugins", "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    for name in ("pyproject.toml", "tests/conftest.py", "tests/thirds.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)


def run(folder: Path, *tests: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
