"""装订: PDFs and pictures of any origin become one file with running page numbers, in a process of its own (portal/documents/bind_worker.py)."""

import logging
import time
from collections.abc import Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from flask import render_template

from portal.child import Child, ChildLate, ChildLost
from portal.database import nobody_waits
from portal.documents.printing import to_pdf
from portal.errors import RuleError

__all__ = ["BINDABLE", "Copies", "Entry", "Piece", "admit", "collate"]

WORKER = Path(__file__).parent / "bind_worker.py"
SECONDS = 60.0
MOST_BYTES, MOST_PAGES = 50 << 20, 300
BINDABLE = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
)  # media types that are bound; other files stand in the catalogue only
FAILED = "合成一个文件没有成功，可能有附件已损坏。请分别下载文书和附件。"
NOT_BOUND, NOT_ARCHIVAL = "电子件，未装订", "所附 PDF 没有嵌入字体"

log = logging.getLogger(__name__)
_places = BoundedSemaphore(2)  # at once; whoever comes next is told so and does not wait


class Piece(NamedTuple):
    """What is bound: `content` is a PDF or a picture. `turned`: by how many degrees clockwise; `ours`: made here, a sheet of A4 as it must be; `held`: how
    many copies it holds, of which the last is bound."""

    name: str
    content: bytes
    mime: str = "application/pdf"
    turned: int = 0
    ours: bool = True
    held: int = 1

    @property
    def is_bound(self) -> bool:
        """Whether it can be put on paper."""
        return self.mime in BINDABLE


class Entry(NamedTuple):
    """A line of the catalogue: 页号 and 备注 as they are printed, and on how many pages it stands."""

    name: str
    at: str
    note: str
    pages: int


class Copies(NamedTuple):
    """A paper for `collate`: `held` copies stand in `content` already; `marks`: what is written on each copy wanted."""

    content: bytes
    held: int
    marks: Sequence[str]


def admit(size: int, what: str) -> None:
    """Raises RuleError where the files of `what`, of `size` bytes together, are too large to be bound: before they are read."""
    if size > MOST_BYTES:
        raise RuleError(
            f"{what}的文书和附件共 {size >> 20} MB，超过 {MOST_BYTES >> 20} MB，不能合成一个文件。请分别下载。"
        )


def catalogued(pieces: Sequence[Piece], what: str) -> list[Entry]:
    """The catalogue of pieces that are bound in this order. `what` they belong to is named where they are too many. Raises RuleError in Chinese, which names
    a file that cannot be read."""
    seen = iter(_look([each for each in pieces if each.is_bound]))
    entries, last = list[Entry](), 0
    for each in pieces:
        if not each.is_bound:
            entries.append(Entry(each.name, "", NOT_BOUND, 0))
            continue
        own, archival = next(seen)
        at = f"{last + 1}—{last + own}" if own > 1 else f"{last + 1}"
        entries.append(Entry(each.name, at, "" if archival else NOT_ARCHIVAL, own))
        last += own
    if last > MOST_PAGES:
        raise RuleError(f"{what}的文书和附件共 {last} 页，超过 {MOST_PAGES} 页，不能合成一个文件。请分别下载。")
    return entries


def bind(
    title: str,
    front: Sequence[bytes],
    pieces: Sequence[Piece],
    entries: Sequence[Entry],
    back: Sequence[bytes] = (),
    *,
    leaves: bool = False,
) -> bytes:
    """`front` (cover and catalogue), the `pieces` of `entries` with their pages numbered from 1, and `back`, as PDF/A-2b where each file allows it. A
    number stands on the front of a leaf at the right, on its back at the left. `leaves`: each part begins on a leaf of its own, as originals
    do; the empty page behind it has no number. Raises RuleError in Chinese."""
    sides = [side for each in entries for side in islice(cycle(["front", "back"]), each.pages)]
    if not leaves:
        sides = list(islice(cycle(["front", "back"]), len(sides)))
    numbers = to_pdf(render_template("documents/numbers.html", sides=sides), f"页号 1 至 {len(sides)}")
    archival = all(each.note != NOT_ARCHIVAL for each in entries)
    shown = [tuple(each) for each in pieces if each.is_bound]
    return _asked("bind", title, list(front), shown, list(back), numbers, leaves, archival)


def collate(title: str, papers: Sequence[Copies], *, leaves: bool = False) -> bytes:
    """`papers` one after another, each in the copies wanted of it, on each of which stands whose it is. `leaves`: each copy begins on a leaf of its own. Raises
    RuleError in Chinese."""
    said = list(dict.fromkeys(mark for each in papers for mark in each.marks))
    marks = to_pdf(render_template("documents/marks.html", marks=said), f"{len(said)} 种份")
    wanted = [(each.content, each.held, [said.index(mark) for mark in each.marks]) for each in papers]
    return _asked("collate", title, wanted, marks, leaves)


def _look(pieces: Iterable[Piece]) -> list[tuple[int, bool]]:
    return _asked("look", [tuple(each) for each in pieces])


def _asked(verb: str, *given):
    nobody_waits("a file is bound")
    if not _places.acquire(blocking=False):
        raise RuleError("现在打印的人太多，请等半分钟再试。")
    worker = Child(WORKER)
    try:
        kind, answer = worker.ask((verb, *given), time.monotonic() + SECONDS)
    except (ChildLost, ChildLate) as error:
        log.warning("binding was not done: the process died, or took too long (%s)", type(error).__name__)
        raise RuleError(FAILED) from error
    finally:
        worker.kill()
        _places.release()
    if kind == "broken":
        raise RuleError(f"“{given[0][answer][0]}”打不开，可能已经损坏或者有密码。请重新扫描上传，再装订。")
    if kind == "failed":
        log.warning("binding was not done: %s", answer)
        raise RuleError(FAILED)
    return answer
