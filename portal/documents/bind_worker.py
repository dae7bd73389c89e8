"""Child process that counts the pages of PDFs and binds them to one (portal.child): a file that breaks the library ends this process and not
the portal.

Run by path and never imported; imports nothing of the portal.
"""

import io
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection

import pikepdf

MEMORY = 1536 << 20  # bytes of address space


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when its workers end
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    channel = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError):  # the server has gone
        channel.send(("ready", None))
        while True:
            channel.send(answer(*channel.recv()))


def answer(verb: str, *given) -> tuple[str, object]:
    """`("done", result)` or `("failed", why)`."""
    try:
        return "done", {"count": count, "bind": bind}[verb](*given)
    except (pikepdf.PdfError, MemoryError, ValueError) as error:
        return "failed", f"{type(error).__name__}: {error}"


def count(files: Sequence[bytes]) -> list[int]:
    """How many pages each has."""
    with ExitStack() as open_files:
        return [len(open_files.enter_context(pikepdf.open(io.BytesIO(each))).pages) for each in files]


def bind(title: str, front: Sequence[bytes], parts: Sequence[tuple[str, bytes]], numbers: bytes) -> bytes:
    """One file: `front` without numbers, on whole sheets of paper; then `parts`, each with its entry in the outline, and on their pages one after
    another those of `numbers`."""
    with ExitStack() as open_files:
        opened = lambda content: open_files.enter_context(pikepdf.open(io.BytesIO(content)))  # noqa: E731
        bound = open_files.enter_context(pikepdf.new())
        for each in front:
            bound.pages.extend(opened(each).pages)
        if len(bound.pages) % 2:
            bound.add_blank_page(page_size=tuple(map(float, bound.pages[0].mediabox[2:])))
        first, starts = len(bound.pages), []
        for name, content in parts:
            starts.append((name, len(bound.pages)))
            bound.pages.extend(opened(content).pages)
        marks = opened(numbers).pages
        for page, mark in zip(bound.pages[first:], marks, strict=True):
            page.add_overlay(mark)
        with bound.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, at) for name, at in starts)
        bound.docinfo["/Title"] = pikepdf.String(title)
        made = io.BytesIO()
        bound.save(made)
    return made.getvalue()


if __name__ == "__main__":
    main()
