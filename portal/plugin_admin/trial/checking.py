"""All rules of the quality scale, tried on a plugin in place or on a wheel, in a process and on a database of their own."""

import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from portal.errors import RuleError
from portal.plugin.scale import Verdict
from portal.plugin_admin.trial.programs import running, surroundings
from portal.plugin_admin.trial.wheels import unpack

PROGRAM = "portal.testing.scale"
NEEDED = ("pytest", "lxml", "html5lib")
SECONDS = 45 * 60


def check_wheel(wheels: Sequence[Path]) -> Verdict:
    """The verdict on the first of `wheels`, with the others beside it. RuleError when it cannot be reached."""
    with tempfile.TemporaryDirectory(prefix="portal-check-") as name:
        found = unpack(wheels, Path(name) / "wheels")
        return _verdict(found.key, Path(name), found.folder)


def check_in_place(key: str) -> Verdict:
    """The verdict on the installed plugin `key`. RuleError when it cannot be reached."""
    with tempfile.TemporaryDirectory(prefix="portal-check-") as name:
        return _verdict(key, Path(name), None)


def _verdict(key: str, folder: Path, path: Path | None) -> Verdict:
    if missing := [each for each in NEEDED if find_spec(each) is None]:
        raise RuleError(f"检查要用测试的库，这台机器上没有装：{'、'.join(missing)}。请先执行 make .venv/dev。")
    log, answer = folder / "log", folder / f"{key}.json"
    with log.open("wb") as output:
        environment = surroundings(folder, path, {})
        with running(PROGRAM, str(folder), key, folder=folder, environment=environment, output=output) as process:
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired as error:
                raise RuleError(f"{SECONDS // 60} 分钟没有检查完，已经停止。") from error
    try:
        return Verdict.from_json(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuleError(f"检查没有完成：\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}") from error
