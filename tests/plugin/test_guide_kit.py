"""docs/plugins.md, a record with the kit: its files make a plugin, and the plugin does what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
PARTS = re.findall(r"^```\w+ kit=(\S+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
DISTRIBUTION = {
    "METADATA": "Metadata-Version: 2.1\nName: lamps\nVersion: 0.1.0\n",
    "entry_points.txt": "[portal.plugins]\nlamps = lamps:plugin\n",
}


def test_the_plugin_of_the_kit_works(tmp_path):
    write(tmp_path / "lamps", PARTS)
    write(tmp_path / "lamps-0.1.0.dist-info", DISTRIBUTION.items())
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("kit_guide.py")), str(tmp_path / "instance")],
        env=kept | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def write(folder: Path, files) -> None:
    """Write the files; what the page says about one file in several places is put together."""
    for name, text in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as file:
            file.write(text)
