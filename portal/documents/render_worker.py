"""Child process that turns HTML into PDF, one request at a time.

Run by path and never imported: the web application is not loaded here, so that
a renderer costs the memory of WeasyPrint and no more. It is started with the
number of an inherited socket and the path of the style sheet, says ``("ready",
None)`` once it is warm, and ends when the socket closes.
"""

import gc
import logging
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

VARIANT = "pdf/a-2b"
WARM_UP = "<!doctype html><title>预热</title><h1>预热</h1><table><tr><th>甲<td>￥1</table><p>预热。"


class DataOnly(URLFetcher):
    """Refuses every address but ``data:``: a document fetches nothing from anywhere."""

    def __init__(self):
        super().__init__(allowed_protocols=("data",), fail_on_errors=True)

    def fetch(self, url, headers=None):
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"refused to fetch {url[:80]}")
        return super().fetch(url, headers)


class NotdefWatch(logging.Handler):
    """Collects WeasyPrint's reports of characters drawn as empty boxes."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.characters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(".notdef"):
            character, _code_point = record.args
            self.characters.append(character)


class Press:
    """Fonts and style sheet, loaded once and shared by every document."""

    def __init__(self, stylesheet: Path):
        self._fonts = FontConfiguration()
        self._css = CSS(filename=stylesheet, font_config=self._fonts, url_fetcher=DataOnly())
        self._watch = NotdefWatch()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self._watch]
        logger.propagate = False

    def print(self, parts: Sequence[str], title: str, lang: str) -> bytes:
        """Lay out each part by itself, pages numbered from 1, and write one PDF."""
        laid_out = [
            HTML(string=part, url_fetcher=DataOnly()).render(
                font_config=self._fonts, stylesheets=[self._css], pdf_variant=VARIANT
            )
            for part in parts
        ]
        whole = laid_out[0].copy([page for part in laid_out for page in part.pages])
        whole.metadata.title = title
        whole.metadata.lang = lang
        return whole.write_pdf(pdf_variant=VARIANT)

    def answer(self, parts: Sequence[str], title: str, lang: str) -> tuple[str, object]:
        """``("pdf", bytes)``, ``("missing", characters)`` or ``("error", reason)``."""
        self._watch.characters.clear()
        try:
            pdf = self.print(parts, title, lang)
        except (Exception, FatalURLFetchingError) as error:
            return "error", f"{type(error).__name__}: {error}"
        if self._watch.characters:
            return "missing", sorted(set(self._watch.characters))
        return "pdf", pdf


def main() -> None:
    channel = Connection(int(sys.argv[1]))
    press = Press(Path(sys.argv[2]))
    press.answer([WARM_UP], "", "zh-CN")
    gc.collect()
    gc.freeze()
    # Collected between documents instead of in the middle of one.
    gc.disable()
    channel.send(("ready", None))
    while True:
        try:
            parts, title, lang = channel.recv()
        except EOFError:
            return
        channel.send(press.answer(parts, title, lang))
        gc.collect()


if __name__ == "__main__":
    main()
