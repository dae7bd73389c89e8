"""Which parts of plugins are left out for being slow, written down so that every process can tell: each worker of the server decides by
itself, and the command line is a process of its own."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from portal import clock

FOLDER = "left_out"  # in the instance folder


@dataclass(frozen=True)
class Pause:
    """A `part` (a hook, or `hook:part`) of a plugin that is not asked until a moment; `seconds` it took last, `reason` in Chinese."""

    plugin: str
    part: str
    seconds: float
    reason: str
    until: datetime

    @property
    def minutes(self) -> int:
        """How many are still to go."""
        return max(1, round((self.until - clock.now()).total_seconds() / 60))


class Board:
    """The pauses of all processes that share the folder `instance`; of this process only, and forgotten, without one."""

    def __init__(self, instance: Path | None = None) -> None:
        self._folder = instance / FOLDER if instance else None

    def put(self, pause: Pause) -> None:
        """Write it down; a page is not to fail where that cannot be done."""
        if self._folder is None:
            return
        name = sha256(f"{pause.plugin} {pause.part}".encode()).hexdigest()[:16]
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            written = self._folder / f"{name}.new"
            written.write_text(json.dumps(asdict(pause) | {"until": pause.until.isoformat()}), encoding="utf-8")
            written.replace(self._folder / f"{name}.json")

    def current(self) -> list[Pause]:
        """Those that are not over, by plugin and part."""
        return sorted(
            (each for each in self._read() if each.until > clock.now()), key=lambda each: (each.plugin, each.part)
        )

    def _read(self) -> Iterator[Pause]:
        for path in self._folder.glob("*.json") if self._folder else ():
            with suppress(OSError, ValueError, TypeError, KeyError):  # half a file, or one of another version
                told = json.loads(path.read_text(encoding="utf-8"))
                yield Pause(**told | {"until": datetime.fromisoformat(told["until"])})
