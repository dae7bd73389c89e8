"""A provider of identity that the tests start, and a browser in front of it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
import requests

from portal.testing.server import ROOT, free_port

HERE = Path(__file__).parent
PORTAL = "http://localhost"
ANSWER = "/login/provider/answer"
SECRET = "a secret of the tests that is long enough"


@contextmanager
def running() -> Iterator[str]:
    """The address of a provider. Skips where Node.js or the package is missing."""
    node, package = shutil.which("node"), ROOT / "node_modules" / "oidc-provider"
    if node is None or not package.exists():
        pytest.skip("needs Node.js and the npm package oidc-provider (make test-browsers installs it)")
    port = free_port()
    service = subprocess.Popen(
        [node, str(HERE / "provider.mjs"), str(port), PORTAL + ANSWER, f"{PORTAL}/login"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert "ready" in service.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        service.terminate()
        service.wait(timeout=30)


def walk(address: str, login: str, methods: str = "pwd") -> str:
    """Go to `address` of the provider as `login`, until it sends one back: path and query of the portal."""
    browser = requests.Session()
    browser.trust_env = False
    browser.headers.update({"X-Login": quote(login), "X-Amr": methods})
    for _ in range(8):
        answer = browser.get(address, allow_redirects=False, timeout=20)
        assert answer.is_redirect, (answer.status_code, answer.text[:500])
        address = urljoin(address, answer.headers["Location"])
        if address.startswith(PORTAL + "/"):
            place = urlsplit(address)
            return f"{place.path}?{place.query}"
    raise AssertionError(f"no way back from {address}")
