"""A plugin, opened on a masked copy of a district for as long as somebody looks at it. Nothing is left behind."""

import base64
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from portal.errors import RuleError
from portal.org.models import OrgUnit
from portal.plugin_admin.trial.copying import Copy
from portal.plugin_admin.trial.programs import running, surroundings
from portal.plugin_admin.trial.wheels import unpack

PROGRAM, LONGEST_START = "portal.trial", 120  # seconds until it must answer


@dataclass(frozen=True)
class Trial:
    """Where it is served, who may sign in, and how many rows were copied."""

    address: str
    accounts: dict[str, str]
    password: str
    rows: int
    process: subprocess.Popen


@contextmanager
def opened(wheels: Sequence[Path], county: OrgUnit) -> Iterator[Trial]:
    """Copy, start and serve; all of it is gone afterwards. RuleError, in Chinese, when it does not start."""
    with tempfile.TemporaryDirectory(prefix="portal-trial-") as name:
        folder = Path(name)
        found = unpack(wheels, folder / "wheels")
        (folder / "instance").mkdir()
        key = _key()
        copy = Copy(county, folder / "instance" / "portal.db", key).make()
        given = {"PORTAL_ENV": "demo", "PORTAL_DATA_KEY": key, "PORTAL_SECRET_KEY": _key()}
        log, environment = folder / "log", surroundings(folder, found.folder, given)
        arguments = (PROGRAM, found.key, str(county.id), str(os.getpid()))
        with (
            log.open("wb") as output,
            running(*arguments, folder=folder, environment=environment, output=output) as process,
        ):
            accounts, password, port = _told(log, process)
            yield Trial(f"http://127.0.0.1:{port}", accounts, password, copy.rows, process)


def _told(log: Path, process: subprocess.Popen) -> tuple[dict[str, str], str, str]:
    """Username → what the account is for, the password and the port, once the program says that it serves."""
    until = monotonic() + LONGEST_START
    while process.poll() is None and monotonic() < until:
        lines = [line.split("\t") for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
        if ["READY"] in lines:
            accounts = {line[1]: line[2] for line in lines if line[0] == "ACCOUNT"}
            told = {line[0]: line[1] for line in lines if line[0] in ("PASSWORD", "PORT")}
            return accounts, told["PASSWORD"], told["PORT"]
        sleep(0.2)
    raise RuleError(f"试用没有启动：\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}")


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
