"""The demo as an office would run it, behind a real server. PORTAL_DEMO_URL names one that runs already."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from portal.testing.server import ROOT, serving
from tests.browsers.wire import Wire


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[str]:
    """The address of a portal with the demo loaded; rate limits sleep, for tests sign in more often than people do."""
    if running := os.environ.get("PORTAL_DEMO_URL"):
        yield running
        return
    folder = tmp_path_factory.mktemp("demo")
    settings = {"PORTAL_ENV": "demo", "PORTAL_INSTANCE": str(folder), "PORTAL_RATE_LIMITS": "0"}
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run([sys.executable, "-m", "flask", "--app", "portal", *command], cwd=ROOT, check=True,
                       env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
    with serving(settings, log=folder / "server.log") as address:
        yield address


@pytest.fixture
def wire(demo) -> Wire:
    """A browser that only counts."""
    return Wire(demo)
