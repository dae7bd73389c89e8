"""The portal as a process of its own, for tests and tools that go through the network."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 600  # seconds until it must answer, a demo loaded before; a busy machine takes minutes. One that died is not waited for
_kept: list[socket.socket] = []  # bound, not listening: the ports of `free_port`


@contextmanager
def serving(
    environment: Mapping[str, str],
    program: tuple[str, ...] = ("-m", "portal.serve"),
    log: Path | None = None,
    root: Path = ROOT,
) -> Iterator[str]:
    """Start the server with `environment` (PORTAL_… variables) on a free port; yields its address. `root`: of the code.

    RuntimeError with the end of its output when it does not come up.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    variables = {**_without_portal(os.environ), **environment, "HOST": "127.0.0.1", "PORT": str(port)}
    log = log or Path(os.devnull)
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, *program], cwd=root, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(f"{address}/healthz", server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens, kept for this process: no other program is given it before the server has begun.

    Whoever sets SO_REUSEADDR, as servers do, can listen on it; until then connections are refused.
    """
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    _kept.append(kept)
    return kept.getsockname()[1]


def _without_portal(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("PORTAL_")}


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
