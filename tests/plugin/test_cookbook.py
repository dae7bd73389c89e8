"""docs/cookbook.md: its recipes make a plugin, and the plugin does what they say; it imports nothing but the API."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.plugin.api import not_offered
from tests.plugin.test_guide_kit import write

ROOT = Path(__file__).parents[2]
PARTS = re.compile(r"^```\w+ cook=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DISTRIBUTION = {
    "METADATA": "Metadata-Version: 2.1\nName: homes\nVersion: 0.1.0\n",
    "entry_points.txt": "[portal.plugins]\nhomes = homes:plugin\n",
}


@pytest.fixture(scope="module")
def cooked(tmp_path_factory) -> Path:
    """A folder with the plugin."""
    folder = tmp_path_factory.mktemp("cookbook")
    write(folder / "homes", PARTS.findall((ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")))
    write(folder / "homes-0.1.0.dist-info", DISTRIBUTION.items())
    return folder


def test_the_recipes_work(cooked):
    path = os.pathsep.join([str(cooked), str(ROOT)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("cookbook_day.py")), str(cooked / "instance")],
        env=kept | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_they_import_what_is_offered(cooked):
    assert not [name for file in (cooked / "homes").glob("*.py") for name in not_offered(file.read_text())]
