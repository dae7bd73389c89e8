"""Cleans uploads and looks at scans, each in a process of its own, bounded in memory and time (portal/files/clean_worker.py, scan_worker.py)."""

import threading
import time
from pathlib import Path

from portal.child import Child, ChildLate, ChildLost
from portal.database import nobody_waits
from portal.errors import RuleError

__all__ = ["Cleaner", "Looker"]

BREAKS_IT = "这个文件处理不了，可能已损坏。请换成 JPG 照片，或者打印成 PDF 后再上传。"
CROWDED = "上传的人太多，请过一会儿再试；已填写的内容没有丢失。"


class OneWorker:
    """One process for all requests, started by the first and replaced when it dies or is late. Safe to use from several threads."""

    script: Path

    def __init__(self, timeout: float = 15.0):
        """`timeout`: seconds a file may take, waiting for its turn included."""
        self.timeout = timeout
        self._turn = threading.Lock()
        self._child: Child | None = None

    def close(self) -> None:
        """End the worker; the next file starts another."""
        if self._child:
            self._child.kill()
            self._child = None

    def _asked(self, request: tuple, seconds: float) -> tuple:
        """Raises RuleError when it is not its turn in time, ChildLost or ChildLate when the file breaks the worker."""
        deadline = time.monotonic() + seconds
        if not self._turn.acquire(timeout=max(0.0, seconds)):
            raise RuleError(CROWDED)
        try:
            return self._ask(request, deadline)
        except (ChildLost, ChildLate):
            self.close()
            raise
        finally:
            self._turn.release()

    def _ask(self, request: tuple, deadline: float) -> tuple:
        """Of the worker, or of a new one when the old one had died by itself."""
        if self._child:
            try:
                return self._child.ask(request, deadline)
            except ChildLost:
                self.close()
        self._child = Child(self.script)
        return self._child.ask(request, deadline)


class Cleaner(OneWorker):
    """Makes uploads anew from what is seen of them."""

    script = Path(__file__).parent / "clean_worker.py"

    def clean(self, content: bytes, most_pixels: int, seconds: float = 60.0) -> tuple[str, str, bytes, int]:
        """Media type, ending, bytes and pixels of what is kept, within `seconds` at most. Raises RuleError in Chinese."""
        nobody_waits("a file is decoded")
        try:
            kind, answer = self._asked((content, most_pixels), min(seconds, self.timeout))
        except (ChildLost, ChildLate) as error:
            raise RuleError(BREAKS_IT) from error
        if kind == "refused":
            raise RuleError(answer)
        return answer


class Looker(OneWorker):
    """Looks at scans of papers."""

    script = Path(__file__).parent / "scan_worker.py"

    def look(self, content: bytes, mime: str, seconds: float = 60.0) -> list[tuple | None]:
        """What is told of each page (scan_worker.look), None for one there was no time for; nothing of a file that cannot be looked at."""
        nobody_waits("a scan is looked at")
        within = min(seconds, self.timeout)
        try:
            kind, answer = self._asked((content, mime, within / 2), within)
        except (ChildLost, ChildLate, RuleError):
            return []
        return answer if kind == "seen" else []
