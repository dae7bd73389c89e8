"""The demo as an office would run it, behind a real server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.testing.server import ROOT, serving


@contextmanager
def demo_portal(folder: Path) -> Iterator[str]:
    """The address of a portal with the demo in `folder`, or of the one PORTAL_DEMO_URL names.

    Rate limits sleep, for tests sign in more often than people do.
    """
    if running := os.environ.get("PORTAL_DEMO_URL"):
        yield running
        return
    settings = {"PORTAL_ENV": "demo", "PORTAL_INSTANCE": str(folder), "PORTAL_RATE_LIMITS": "0"}
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "portal", *command],
            cwd=ROOT,
            check=True,
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
        )
    with serving(settings, log=folder / "server.log") as address:
        yield address
