"""Renders HTML to PDF in pre-started child processes, outside the web threads.

Each child is a ``render_worker``: fonts and style sheets loaded, one document
already rendered. A child that crashes or exceeds the time limit is replaced.
"""

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from html import unescape
from multiprocessing import Pipe
from pathlib import Path

from portal.documents.fonts import FontSet

STYLES = Path(__file__).parent / "templates" / "documents"
WORKER = Path(__file__).parent / "render_worker.py"
WORD_JOINER = "\u2060"
NAME_DOT = "\u00b7"
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
UNIT = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")
PARTS = re.compile(r"(?<=\d)(?=\D)|(?<=\D)(?=\d)")


class RenderError(Exception):
    """The document could not be made; the message says why."""


class RenderTimeout(RenderError):
    """No renderer was free, or none finished, within the time limit."""


class MissingGlyph(RenderError):
    """The text holds characters no font of the set can draw."""

    def __init__(self, characters: Sequence[str]):
        self.characters = tuple(characters)
        listed = " ".join(f"{c}(U+{ord(c):04X})" for c in self.characters)
        super().__init__(f"字体中没有这些字 / no glyph for: {listed}")


class Renderer:
    """A pool of render processes over one font set.

    Started by the first document unless ``start`` was called before. Safe to use
    from several threads; each call keeps one worker until its document is done.
    """

    def __init__(self, fonts_dir: Path, workers: int = 1, *, timeout: float = 60.0):
        """``timeout`` is in seconds and includes waiting for a free worker."""
        self._fonts = FontSet.load(fonts_dir)
        self._size = workers
        self.timeout = timeout
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._started = False
        self._starting = threading.Lock()

    def start(self) -> None:
        """Launch the workers; returns at once, they warm up by themselves."""
        with self._starting:
            if not self._started:
                for _ in range(self._size):
                    self._idle.put(self._new_worker())
                self._started = True

    def render(
        self,
        html: str | Sequence[str],
        *,
        title: str,
        lang: str = "zh-CN",
        copies: int = 1,
    ) -> bytes:
        """``html`` as a PDF/A-2b.

        Several texts become one file, each starting a page and counting its pages
        from 1. Several copies follow one another in the file, each page marked
        第 i 份　共 n 份; they cost far less than as many texts. Raises ``MissingGlyph``, ``RenderTimeout`` or another ``RenderError``.
        """
        parts = [html] if isinstance(html, str) else list(html)
        self.check_glyphs(title, *parts)
        parts = [_keep_together(part) for part in parts]
        self.start()
        deadline = time.monotonic() + self.timeout
        worker = self._take(deadline)
        try:
            request = {"parts": parts, "title": title, "lang": lang, "copies": copies}
            kind, content = worker.ask(request, deadline)
        except RenderError:
            worker.kill()
            worker = self._new_worker()
            raise
        finally:
            self._idle.put(worker)
        if kind == "missing":
            raise MissingGlyph(content)
        if kind == "error":
            raise RenderError(content)
        return content

    def check_glyphs(self, *texts: str) -> None:
        """Raise ``MissingGlyph`` if a character of ``texts`` has no glyph in the set.

        Certain and cheap (the characters against the fonts' own maps), and known
        before a worker is asked.
        """
        missing = self._fonts.coverage.missing("".join(unescape(text) for text in texts))
        if missing:
            raise MissingGlyph(missing)

    @property
    def worker_pids(self) -> list[int]:
        """Process ids of the workers that are not busy, for monitoring."""
        return [worker.pid for worker in list(self._idle.queue)]

    def close(self) -> None:
        """End the workers; a later ``render`` starts new ones."""
        with self._starting:
            for _ in range(self._size if self._started else 0):
                self._idle.get().kill()
            self._started = False

    def _take(self, deadline: float) -> "_Worker":
        try:
            worker = self._idle.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise RenderTimeout("打印服务正忙 / every renderer is busy") from None
        if worker.alive:
            return worker
        worker.kill()
        return self._new_worker()

    def _new_worker(self) -> "_Worker":
        return _Worker(self._fonts.fontconfig_file)


def _keep_together(html: str) -> str:
    """No line ends beside the dot of 阿拉腾·其其格, within 2026年11月21日, or before the unit of 5 票; the joiners leave no trace in the PDF."""
    html = html.replace(NAME_DOT, WORD_JOINER + NAME_DOT + WORD_JOINER)
    html = DAY.sub(lambda day: PARTS.sub(WORD_JOINER, day[0]), html)
    return UNIT.sub(" " + WORD_JOINER, html)


class _Worker:
    """One child process and the socket to it."""

    def __init__(self, fontconfig_file: Path):
        self._channel, theirs = Pipe()
        self._ready = False
        # -I: neither the current folder nor the environment decides what is imported.
        self._process = subprocess.Popen(
            [sys.executable, "-I", WORKER, str(theirs.fileno()), STYLES],
            pass_fds=[theirs.fileno()],
            env=os.environ | {"FONTCONFIG_FILE": str(fontconfig_file)},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict, deadline: float) -> tuple:
        """The worker's answer; raises ``RenderError`` if it died, ``RenderTimeout`` if late."""
        try:
            if not self._ready:
                self._receive(deadline)
                self._ready = True
            self._channel.send(request)
            return self._receive(deadline)
        except (EOFError, OSError) as error:
            raise RenderError("打印进程意外退出 / the render process died") from error

    def kill(self) -> None:
        self._channel.close()
        self._process.kill()
        self._process.wait()

    def _receive(self, deadline: float) -> tuple:
        if not self._channel.poll(max(0.0, deadline - time.monotonic())):
            raise RenderTimeout("生成文书超时 / rendering took too long")
        return self._channel.recv()
