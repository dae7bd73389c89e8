"""A throw-away PostgreSQL for the tests: ``python -m portal.testing.postgres COMMAND …``.

Runs the command with PORTAL_TEST_DATABASE_URL naming a fresh cluster, on a Unix socket in a temporary folder,
and removes the cluster afterwards, however the command ended.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwall

URL = "PORTAL_TEST_DATABASE_URL"
# Nobody needs this data after a crash, so nothing waits for the disk; no plan depends on when statistics were last looked for.
OPTIONS = {
    "fsync": "off",
    "autovacuum": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
}


class PostgresMissing(Exception):
    """No PostgreSQL server programs on this machine."""


@contextmanager
def postgres() -> Iterator[str]:
    """Start a cluster and yield the address of its database; its user may create others."""
    owner = server_user()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [server_program(program), "-D", data, *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **owner)

    try:
        os.chown(folder, owner.get("user", -1), owner.get("group", -1))
        run("initdb", "--username=portal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", folder / "log", "-o", server_options(folder))
        try:
            yield f"postgresql+psycopg://portal@/postgres?host={folder}"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_options(folder: Path) -> str:
    return f"-k {folder} " + " ".join(f"-c {name}={value!r}" for name, value in OPTIONS.items())


def server_program(name: str) -> str:
    """The path of a server program, of the newest version there is."""
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    newest = max(folders, key=lambda folder: float(folder.parent.name), default=None)
    found = shutil.which(name, path=newest) if newest else shutil.which(name)
    if not found:
        raise PostgresMissing("缺少 PostgreSQL，请执行 / PostgreSQL is missing: apt-get install postgresql")
    return found


def server_user() -> dict:
    """Whom subprocess is to run the server as: ourselves, unless we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with postgres() as url:
            return subprocess.run(command, env={**os.environ, URL: url}, check=False).returncode
    except PostgresMissing as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
