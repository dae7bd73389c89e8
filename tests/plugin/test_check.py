"""A wheel is checked by the quality scale before it is installed: in a process, a folder and on a database of its own."""

import os
import tempfile
from pathlib import Path

import pytest

from portal.plugin.scale import BRONZE, kept
from portal.plugin_admin.cli import plugins_cli
from tests.plugin.environment import wheel

POTHOLES = Path(__file__).parents[1] / "thirdparty" / "portal-potholes"
LACKS = {"maintained", "readme", "handbook", "changes-told"}  # it does all that it should, and says little about itself


@pytest.fixture
def package(tmp_path) -> str:
    folder = tmp_path / "built"
    folder.mkdir()
    return wheel(POTHOLES, folder)


def test_a_wheel_is_measured_and_nothing_is_left(app, package, tmp_path, monkeypatch):
    temporary, instance = tmp_path / "temporary", app.extensions["portal_settings"].instance
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setitem(os.environ, "PORTAL_DATABASE_URL", "sqlite:////nowhere/portal.db")
    result = app.test_cli_runner().invoke(plugins_cli, ["check", package, "--at-least", BRONZE])
    assert result.exit_code == 0, result.output[-3000:]
    verdict = kept("potholes", instance)
    assert (verdict.tier, {each.rule for each in verdict.of("broken")}) == (BRONZE, LACKS)
    assert "potholes 0.1.0：铜" in result.output
    assert list(temporary.iterdir()) == []
    assert "potholes" not in app.extensions["portal_plugins"].manifests
