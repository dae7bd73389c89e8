"""Migration scripts are read by every start of the portal, to see whether the database is behind, not only while migrating."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(ROOT.glob("plugins/*/migrations/*_[0-9]*.py")) + sorted(ROOT.glob("migrations/versions/*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_does_nothing_before_it_is_run(script):
    assert callable(runpy.run_path(str(script))["upgrade"])
