"""Renders HTML to PDF in pre-started child processes, outside the web threads.

Each child is a ``render_worker``: fonts and style sheets loaded, one document
already rendered. A child that crashes, hangs or exceeds the time limit is replaced.
Only so many threads may be here at once, so that others are left for all else.
"""

import queue
import re
import threading
import time
from collections.abc import Sequence
from html import unescape
from pathlib import Path

from portal.child import Child, ChildLate, ChildLost
from portal.documents.fonts import FontSet
from portal.documents.fonts.charset import Coverage

STYLES = Path(__file__).parent / "templates" / "documents"
WORKER = Path(__file__).parent / "render_worker.py"
WORD_JOINER = "\u2060"
NAME_DOT = "\u00b7"
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
UNIT = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff])")
BEFORE_UNIT = re.compile(r"(?<=\d)(?=\D)")
FORM = re.compile(r'<table class="form".*?</table>', re.DOTALL)
LABEL = re.compile(r"<th(?![a-z])(?![^>]*scope=)")

PLACES = 8  # calls at once; the next is refused and not queued (half of portal.listening.THREADS)
WAIT = 15.0  # seconds until a renderer must be free


class RenderError(Exception):
    """The document could not be made; the message says why."""


class RenderTimeout(RenderError):
    """The renderer did not finish within the time limit."""


class RendererBusy(RenderTimeout):
    """Too many documents at once: every place is taken, or no renderer was free in time."""


class RendererLost(RenderError):
    """The renderer died or hung before it answered; another may do it."""


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

    def __init__(self, fonts_dir: Path, workers: int = 1, *, timeout: float = 60.0, places: int = PLACES):
        """``timeout`` is in seconds and includes waiting for a free worker."""
        self._fonts = FontSet.load(fonts_dir)
        self._places = threading.BoundedSemaphore(places)
        self._size = workers
        self.timeout = timeout
        self._idle: queue.LifoQueue[Child] = queue.LifoQueue()
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
        """``html`` as a tagged PDF/A-2b.

        Several texts become one file, each starting a page and counting its pages
        from 1. Several copies follow one another in the file, each page marked
        第 i 份　共 n 份; they cost far less than as many texts. Raises ``MissingGlyph``,
        ``RendererBusy``, ``RenderTimeout`` or another ``RenderError``.
        """
        parts = [html] if isinstance(html, str) else list(html)
        self.check_glyphs(title, *parts)
        texts = [_label_rows(_keep_together(part)) for part in parts]
        request = {"parts": texts, "title": title, "lang": lang, "copies": copies}
        self.start()
        deadline = time.monotonic() + self.timeout
        if not self._places.acquire(blocking=False):
            raise RendererBusy("打印服务正忙 / too many documents at once")
        try:
            kind, content = self._ask(request, deadline)
        except RendererLost:  # perhaps long before it was asked: its replacement tries once more
            kind, content = self._ask(request, deadline)
        finally:
            self._places.release()
        if kind == "missing":
            raise MissingGlyph(content)
        if kind == "error":
            raise RenderError(content)
        return content

    def _ask(self, request: dict, deadline: float) -> tuple:
        """What a free worker answers. One that fails is replaced."""
        worker = self._take(deadline)
        try:
            return worker.ask(request, deadline)
        except (ChildLate, ChildLost) as error:
            worker.kill()
            worker = self._new_worker()
            if isinstance(error, ChildLate):
                raise RenderTimeout("生成文书超时 / rendering took too long") from error
            raise RendererLost("打印进程意外退出或者没有响应 / the render process died or hangs") from error
        finally:
            self._idle.put(worker)

    @property
    def coverage(self) -> Coverage:
        """What the fonts draw."""
        return self._fonts.coverage

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

    def _take(self, deadline: float) -> Child:
        try:
            worker = self._idle.get(timeout=max(0.0, min(WAIT, deadline - time.monotonic())))
        except queue.Empty:
            raise RendererBusy("打印服务正忙 / every renderer is busy") from None
        if worker.alive:
            return worker
        worker.kill()
        return self._new_worker()

    def _new_worker(self) -> Child:
        return Child(WORKER, STYLES, env={"FONTCONFIG_FILE": str(self._fonts.fontconfig_file)})


def _label_rows(html: str) -> str:
    """In a form each label is the head of its row, for whoever listens."""
    return FORM.sub(lambda form: LABEL.sub('<th scope="row"', form[0]), html)


def _keep_together(html: str) -> str:
    """No line ends beside the dot of 阿拉腾·其其格, within the 2026年, 11月 or 21日 of a day, or before the unit of 5 票; the joiners leave no
    trace in the PDF."""
    html = html.replace(NAME_DOT, WORD_JOINER + NAME_DOT + WORD_JOINER)
    html = DAY.sub(lambda day: BEFORE_UNIT.sub(WORD_JOINER, day[0]), html)
    return UNIT.sub(" " + WORD_JOINER, html)
