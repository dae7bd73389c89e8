"""Child process that turns HTML into PDF, one request at a time.

Run by path and never imported: the web application is not loaded here, so that
a renderer costs the memory of WeasyPrint and no more. It is started with the
number of an inherited socket and the folder of the style sheets, says
``("ready", None)`` once it is warm, and ends, quietly, when the socket closes.
"""

import gc
import logging
import signal
import sys
import zlib
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pydyf
from weasyprint import CSS, HTML, Document, Page
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

VARIANT = "pdf/a-2b"
LITTLE = 0.5  # of a page: no more than signatures and a seal
FEW = 4  # pages; of more, closer lines would change the whole look
WARM_UP = "<!doctype html><title>预热</title><h1>预热</h1><table><tr><th>甲<td>￥1</table><p>预热。"
COPY = "<!doctype html><title>份</title><p>第 {copy} 份　共 {copies} 份"


class Deflate:
    """Replaces zlib in pydyf, which always compresses at level 9.

    Level 6 saves most of that time for one percent of size; lower ones would exceed the budget of bytes (bench/README.md).
    """

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int = 6):
        return zlib.compressobj(min(level, 6))


class Written(pydyf.Object):
    """An object as it stands in the file. Its identifier, which PDF/A wants, is reckoned from all objects: pydyf makes and deflates each of them once
    more for it."""

    data, compressible = b"", True

    def __init__(self, made: pydyf.Object):
        super().__init__()
        self.number, self.data, self.compressible = made.number, made.data, made.compressible


def _write_once(_document: Document, pdf: pydyf.PDF) -> None:
    first, *others = pdf.objects  # the first is the head of the list of free ones
    pdf.objects = [first, *map(Written, others)]


class DataOnly(URLFetcher):
    """A URL fetcher that allows only ``data:`` URLs: documents load nothing from the network or disk."""

    def fetch(self, url, headers=None):
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"refused to fetch {url[:80]}")
        return super().fetch(url, headers)


class NotdefWatch(logging.Handler):
    """Collects the characters WeasyPrint reports as drawn by an empty box."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.characters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(".notdef"):
            character, _code_point = record.args
            self.characters.append(character)


class OfficialHTML(HTML):
    """HTML with our own short default style sheet instead of that of browsers."""

    defaults: Sequence[CSS] = ()

    def _ua_stylesheets(self, forms=False):
        return self.defaults


class PrintedPage:
    """A page for whoever listens to it, too: what stands in its margins (the page number) is no part of the text."""

    def __init__(self, page: Page):
        self._page = page
        box = page._page_box  # noqa: SLF001  WeasyPrint builds the tree of tags from it
        margins = [each for each in box.children if isinstance(each, MarginBox)]
        self._in_margins = {each for margin in margins for each in margin.descendants()}
        self._page_box = box.copy_with_children([each for each in box.children if each not in margins])

    def __getattr__(self, name):
        return getattr(self._page, name)

    def paint(self, stream, scale=1):
        tagged = stream.marked
        stream.marked = lambda box, tag: stream.artifact() if box in self._in_margins else tagged(box, tag)
        self._page.paint(stream, scale)
        del stream.marked


class CopiedPage(PrintedPage):
    """A page with another painted over it (which copy it is), which is cheaper than a new layout. Only the first copy is read: the others say the
    same."""

    def __init__(self, page: Page, mark: Page, *, first: bool):
        super().__init__(page)
        self._mark, self._first = mark, first
        if not first:
            self._page_box = self._page_box.copy_with_children([])

    def paint(self, stream, scale=1):
        if self._first:
            super().paint(stream, scale)
        with _unread(stream):
            for page in [self._mark] if self._first else [self._page, self._mark]:
                page.paint(stream, scale)


@contextmanager
def _unread(stream):
    """What is painted inside is an artifact as a whole."""
    with stream.artifact():
        tags, stream._tags = stream._tags, None  # noqa: SLF001
        yield
        stream._tags = tags  # noqa: SLF001


class Press:
    """Fonts and style sheets, loaded once and shared by every document."""

    def __init__(self, styles: Path):
        pydyf.zlib = Deflate
        self._fonts = FontConfiguration()
        OfficialHTML.defaults = [self._css(styles / "elements.css")]
        self._document_css = self._css(styles / "document.css")
        self._close_css = self._css(styles / "close.css")
        self._copy_css = self._css(styles / "copy.css")
        self._watch = NotdefWatch()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self._watch]
        logger.propagate = False

    def answer(self, request: dict) -> tuple[str, object]:
        """``("pdf", bytes)``, ``("missing", characters)`` or ``("error", reason)``."""
        self._watch.characters.clear()
        try:
            pdf = self.print(**request)
        # Whatever a document does wrong is its own failure, not the worker's.
        except (Exception, FatalURLFetchingError) as error:  # noqa: BLE001
            return "error", f"{type(error).__name__}: {error}"
        if self._watch.characters:
            return "missing", sorted(set(self._watch.characters))
        return "pdf", pdf

    def print(self, parts: Sequence[str], title: str, lang: str, copies: int) -> bytes:
        """Each part laid out by itself, its pages numbered from 1; all in one PDF, ``copies`` times."""
        laid_out = [self._fitted(part) for part in parts]
        pages = [page for part in laid_out for page in part.pages]
        whole = laid_out[0].copy(self._in_copies(pages, copies) if copies > 1 else [*map(PrintedPage, pages)])
        whole.metadata.title = title
        whole.metadata.lang = lang
        return whole.write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_write_once)

    def _fitted(self, html: str) -> Document:
        """With closer lines where they save a last page that holds little (GB/T 9704-2012 7.3.5.4)."""
        document = self._lay_out(html, self._document_css)
        if 1 < len(document.pages) <= FEW and _filled(document.pages[-1]) < LITTLE:
            closer = self._lay_out(html, self._document_css, self._close_css)
            return closer if len(closer.pages) < len(document.pages) else document
        return document

    def _in_copies(self, pages: Sequence[Page], copies: int) -> list[CopiedPage]:
        marked = []
        for copy in range(1, copies + 1):
            mark = self._lay_out(COPY.format(copy=copy, copies=copies), self._copy_css).pages[0]
            marked += [CopiedPage(page, mark, first=copy == 1) for page in pages]
        return marked

    def _lay_out(self, html: str, *css: CSS) -> Document:
        return OfficialHTML(string=html, url_fetcher=DataOnly()).render(
            font_config=self._fonts, stylesheets=css, pdf_variant=VARIANT
        )

    def _css(self, path: Path) -> CSS:
        return CSS(filename=path, font_config=self._fonts, url_fetcher=DataOnly())


def _filled(page: Page) -> float:
    """How much of the room on a page its text takes, from 0 to 1."""
    box = page._page_box  # noqa: SLF001  WeasyPrint tells a height nowhere else
    return box.children[0].margin_height() / box.height


def main() -> None:
    # Ctrl-C goes to every process of the terminal; the server decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Connection(int(sys.argv[1]))
    press = Press(Path(sys.argv[2]))
    press.answer({"parts": [WARM_UP], "title": "", "lang": "zh-CN", "copies": 2})
    gc.collect()
    gc.freeze()
    # Collected between documents instead of in the middle of one.
    gc.disable()
    # The server has gone: end of file, or a reset when it left an answer unread.
    with suppress(EOFError, OSError):
        channel.send(("ready", None))
        while True:
            channel.send(press.answer(channel.recv()))
            gc.collect()


if __name__ == "__main__":
    main()
