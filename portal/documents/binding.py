"""装订: PDFs of any origin become one file with running page numbers, in a process of its own (portal/documents/bind_worker.py)."""

import time
from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore

from flask import render_template

from portal.child import Child, ChildLate, ChildLost
from portal.database import nobody_waits
from portal.documents.printing import to_pdf
from portal.errors import RuleError

__all__ = ["bind", "pages_of"]

WORKER = Path(__file__).parent / "bind_worker.py"
SECONDS = 60.0
FAILED = "合成一个文件没有成功，可能有附件已损坏。请分别下载文书和附件。"

_places = BoundedSemaphore(2)  # at once; whoever comes next is told so and does not wait


def pages_of(files: Sequence[bytes]) -> list[int]:
    """How many pages each PDF has. Raises RuleError in Chinese."""
    return _asked("count", list(files))


def bind(title: str, front: Sequence[bytes], parts: Sequence[tuple[str, bytes]], pages: int) -> bytes:
    """`front` (cover and catalogue) and `parts` (name and PDF), whose `pages` pages together are numbered from 1: on the front of a leaf at the
    right, on its back at the left. Raises RuleError in Chinese."""
    numbers = to_pdf(render_template("documents/numbers.html", pages=pages), title)
    return _asked("bind", title, list(front), list(parts), numbers)


def _asked(*request):
    nobody_waits("a file is bound")
    if not _places.acquire(blocking=False):
        raise RuleError("现在打印的人太多，请等半分钟再试。")
    worker = Child(WORKER)
    try:
        kind, answer = worker.ask(request, time.monotonic() + SECONDS)
    except (ChildLost, ChildLate) as error:
        raise RuleError(FAILED) from error
    finally:
        worker.kill()
        _places.release()
    if kind == "failed":
        raise RuleError(FAILED)
    return answer
