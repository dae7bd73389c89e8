"""The kit serves a subsidy per loaf and a yearly allowance alike. Their tables shall be in no other test: the tests in `apart` run in
a process of their own, with a plugin that is installed only there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DISTRIBUTION = {
    "METADATA": "Metadata-Version: 2.1\nName: bakery\nVersion: 0.1.0\n",
    "entry_points.txt": "[portal.plugins]\nbakery = bakery:plugin\n",
}


@pytest.mark.database
def test_a_subsidy_per_loaf_and_a_yearly_allowance(tmp_path):
    distribution = tmp_path / "bakery-0.1.0.dist-info"
    distribution.mkdir()
    for name, text in DISTRIBUTION.items():
        (distribution / name).write_text(text)
    path = os.pathsep.join(map(str, (tmp_path, HERE / "apart", ROOT)))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / "apart")],
        env=os.environ | {"PYTHONPATH": path, "PYTEST_XDIST_WORKER": "apart", "PORTAL_TRIAL": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
