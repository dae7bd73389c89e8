"""What a visitor waits beside slow and idle clients, for each server that may carry the portal (docs/adr/0032).

The clients: 500 connections that asked once and stay, and 100 that sent half of a form and fall silent. The visitor comes anew each
time, for the sign-in page. Servers take turns; those that are not installed are left out, so `pip install` what is to be compared into
a folder of its own and name it in PYTHONPATH: cheroot, granian, gunicorn, hypercorn, uvicorn with a2wsgi.

`memory_mb` is the share of all processes of the server after the visits; `start_s` ends with the first answer of /healthz.
"""

import os
import re
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from bench.measuring import children_of, report
from bench.office import Office
from portal.testing.server import serving

IDLE, HALF_SENT, VISITS, ROUNDS, PATIENCE = 500, 100, 20, 3, 10
HEAD = (
    "import os; from portal import create_app; app = create_app(); at = os.environ['HOST'], int(os.environ['PORT'])\n"
)
PLAIN = HEAD + "from waitress import serve; serve(app, host=at[0], port=at[1], threads=8, channel_timeout=120)"
CHEROOT = HEAD + "from cheroot.wsgi import Server; Server(at, app, numthreads=8, timeout=120).safe_start()"
UVICORN = HEAD + (
    "import uvicorn; from a2wsgi import WSGIMiddleware\n"
    "uvicorn.run(WSGIMiddleware(app, workers=8), host=at[0], port=at[1], log_level='error', timeout_keep_alive=120)"
)
GRANIAN = (
    "import os; from granian import Granian\n"
    "if __name__ == '__main__': Granian('portal:create_app', factory=True, interface='wsgi', blocking_threads=8,"
    " address=os.environ['HOST'], port=int(os.environ['PORT'])).serve()"
)
GUNICORN = (
    "import os; from gunicorn.app.wsgiapp import run; import sys\n"
    "sys.argv = ['gunicorn', 'portal:create_app()', '--worker-class=gthread', '--threads=8', '--keep-alive=120',"
    " '--bind', os.environ['HOST'] + ':' + os.environ['PORT']]; run()"
)
HYPERCORN = HEAD + (
    "import asyncio; from hypercorn.asyncio import serve; from hypercorn.config import Config\n"
    "config = Config(); config.bind = ['%s:%s' % at]; config.keep_alive_timeout = 120\n"
    "asyncio.run(serve(app, config, mode='wsgi'))"
)
SERVERS = {
    "ours": ("portal", ("-m", "portal.serve")),
    "waitress": ("waitress", ("-c", PLAIN)),
    "cheroot": ("cheroot", ("-c", CHEROOT)),
    "granian": ("granian", ("-c", GRANIAN)),
    "gunicorn": ("gunicorn", ("-c", GUNICORN)),
    "hypercorn": ("hypercorn", ("-c", HYPERCORN)),
    "uvicorn": ("a2wsgi", ("-c", UVICORN)),
}


def measure(place: Office) -> None:
    """Each server alone, beside the idle, beside the half-sent, beside both."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    settings = place.app.extensions["portal_settings"]
    environment = {
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_ENV": "testing",
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_RATE_LIMITS": "false",
    }
    wanted = os.environ.get("SERVERS", " ".join(SERVERS)).split()
    there = {name: SERVERS[name] for name in wanted if find_spec(SERVERS[name][0])}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in there}
    for _ in range(ROUNDS):
        for name, (_library, program) in there.items():
            found[name].append(_one(environment, program))
    for name, rounds in found.items():
        report("idle", server=name, **{figure: median(each[figure] for each in rounds) for figure in rounds[0]})


def _one(environment: dict[str, str], program: tuple[str, ...]) -> dict[str, float]:
    before, begun = set(children_of(os.getpid())), perf_counter()
    with serving(environment, program) as address:
        figures = {"start_s": perf_counter() - begun}
        server = (set(children_of(os.getpid())) - before).pop()
        place = urlsplit(address)
        at = place.hostname, place.port
        _visits(at)  # the first make the templates
        figures |= _named("alone", _visits(at))
        with crowd(at, idle=IDLE):
            figures |= _named("idle", _visits(at))
        with crowd(at, half_sent=HALF_SENT):
            figures |= _named("half_sent", _visits(at))
        with crowd(at, idle=IDLE, half_sent=HALF_SENT):
            figures |= _named("both", _visits(at))
        return figures | {"memory_mb": sum(_megabytes(pid) for pid in _family(server))}


def _named(beside: str, waits: list[float]) -> dict[str, float]:
    return {f"{beside}_ms": median(waits), f"{beside}_worst_ms": max(waits)}


def _visits(at: tuple[str, int]) -> list[float]:
    """Milliseconds of each visit; who gives up after ten seconds counts as ten, and two of them end it."""
    waits: list[float] = []
    while len(waits) < VISITS and sum(wait >= PATIENCE * 1000 for wait in waits) < 2:
        begun = perf_counter()
        try:
            with socket.create_connection(at, PATIENCE) as line:
                line.sendall(b"GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                while line.recv(65536):
                    pass
        except TimeoutError:
            begun = perf_counter() - PATIENCE
        waits.append((perf_counter() - begun) * 1000)
    return waits


@contextmanager
def crowd(at: tuple[str, int], idle: int = 0, half_sent: int = 0) -> Iterator[None]:
    """Connections that asked once and stay; connections that sent half of a form and fall silent."""
    with ExitStack() as stack:
        for number in range(idle + half_sent):
            try:
                line = stack.enter_context(socket.create_connection(at, 0.5))
                if number < idle:
                    line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    line.recv(1000)
                else:
                    line.sendall(
                        b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000\r\n\r\n" + b"a" * 1000
                    )
            except OSError:
                continue  # no longer let in; it keeps knocking all the same
        yield


def _family(pid: int) -> list[int]:
    return [pid, *(each for child in children_of(pid) for each in _family(child))]


def _megabytes(pid: int) -> float:
    shares = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(shares[1]) / 1024
