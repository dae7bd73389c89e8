"""Cleans uploads in a process of its own, bounded in memory and time (portal/files/clean_worker.py)."""

import threading
import time
from pathlib import Path

from portal.child import Child, ChildLate, ChildLost
from portal.database import nobody_waits
from portal.errors import RuleError

__all__ = ["Cleaner"]

WORKER = Path(__file__).parent / "clean_worker.py"
BREAKS_IT = "这个文件处理不了，可能已损坏。请换成 JPG 照片，或者打印成 PDF 后再上传。"


class Cleaner:
    """One worker for all uploads, started by the first and replaced when it dies or is late. Safe to use from several threads."""

    def __init__(self, timeout: float = 15.0):
        """`timeout`: seconds a file may take, waiting for its turn included."""
        self.timeout = timeout
        self._turn = threading.Lock()
        self._child: Child | None = None

    def clean(self, content: bytes, most_pixels: int, seconds: float = 60.0) -> tuple[str, str, bytes, int]:
        """Media type, ending, bytes and pixels of what is kept, within `seconds` at most. Raises RuleError in Chinese."""
        nobody_waits("a file is decoded")
        seconds = min(seconds, self.timeout)
        deadline = time.monotonic() + seconds
        if not self._turn.acquire(timeout=seconds):
            raise RuleError("上传的人太多，请过一会儿再试；已填写的内容没有丢失。")
        try:
            kind, answer = self._ask((content, most_pixels), deadline)
        except (ChildLost, ChildLate) as error:
            self.close()
            raise RuleError(BREAKS_IT) from error
        finally:
            self._turn.release()
        if kind == "refused":
            raise RuleError(answer)
        return answer

    def close(self) -> None:
        """End the worker; the next file starts another."""
        if self._child:
            self._child.kill()
            self._child = None

    def _ask(self, request: tuple[bytes, int], deadline: float) -> tuple:
        """Of the worker, or of a new one when the old one had died by itself."""
        if self._child:
            try:
                return self._child.ask(request, deadline)
            except ChildLost:
                self.close()
        self._child = Child(WORKER)
        return self._child.ask(request, deadline)
