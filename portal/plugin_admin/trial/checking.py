"""All rules of the quality scale, tried on a plugin in place or on a wheel, in a process and on a database of their own."""

import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from portal.errors import RuleError
from portal.plugin.scale import Verdict
from portal.plugin_admin.trial.programs import running, surroundings
from portal.plugin_admin.trial.wheels import unpack

PROGRAM = "portal.testing.scale"
NEEDED = ("pytest", "lxml", "html5lib")
SECONDS, LOOKED_AT = 45 * 60, 5  # the longest it may take; how often it is looked how far it is
Told = Callable[[int, int], object]  # so many of so many are done


def check_wheel(wheels: Sequence[Path], told: Told) -> Verdict:
    """The verdict on the first of `wheels`, with the others beside it; `told` hears how far it is. RuleError when it cannot be reached."""
    with tempfile.TemporaryDirectory(prefix="portal-check-") as name:
        found = unpack(wheels, Path(name) / "wheels")
        return _verdict(found.key, Path(name), found.folder, told)


def check_in_place(key: str, told: Told) -> Verdict:
    """The verdict on the installed plugin `key`; `told` hears how far it is. RuleError when it cannot be reached."""
    with tempfile.TemporaryDirectory(prefix="portal-check-") as name:
        return _verdict(key, Path(name), None, told)


def _verdict(key: str, folder: Path, path: Path | None, told: Told) -> Verdict:
    if missing := [each for each in NEEDED if find_spec(each) is None]:
        raise RuleError(f"检查要用测试的库，这台机器上没有装：{'、'.join(missing)}。请先执行 make .venv/dev。")
    log, answer = folder / "log", folder / f"{key}.json"
    with log.open("wb") as output:
        environment = surroundings(folder, path, {})
        with running(PROGRAM, str(folder), key, folder=folder, environment=environment, output=output) as process:
            _await(process, folder / "progress", told)
    try:
        return Verdict.from_json(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuleError(f"检查没有完成：\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}") from error


def _await(process: subprocess.Popen, progress: Path, told: Told) -> None:
    """Until the process ends. RuleError when that takes too long."""
    for _ in range(SECONDS // LOOKED_AT):
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOKED_AT)
            return
        with suppress(OSError, ValueError):  # not written yet, or not whole
            done, total = progress.read_text(encoding="utf-8").split()
            told(int(done), int(total))
    raise RuleError(f"{SECONDS // 60} 分钟没有检查完，已经停止。")
