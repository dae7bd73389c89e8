"""The jobs: how many rows are due where they are too many to be counted on a page; and what two people agreed on, some rows at a time."""

from collections.abc import Callable, Iterator
from typing import Any

from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db
from portal.retention.models import RetentionRun
from portal.retention.registers import Kept, register

AT_ONCE = 20
WITHDRAWN = "申请已撤回，没有清点。"
Progress = Callable[[int, int], None]


def count(ctx: Any, progress: Progress, run_id: int) -> str:
    """Look through all of the register, then ask the second person. Interrupted, it begins anew."""
    found = db.session.get(RetentionRun, run_id)
    if found is None or found.state != "counting":
        return "没有要清点的。"
    kept, number = register(found.register), 0
    highest = kept.highest
    for last, ids in _pieces(kept, found):
        number += len(ids)
        progress(min(last, highest), highest)
        if found.state != "counting":
            return WITHDRAWN
    if not found.counted(number):
        return WITHDRAWN
    return f"{kept.keeping.name}：到期 {number} 条。"


def run(ctx: Any, progress: Progress, run_id: int) -> str:
    """Take the names out of the rows that are still due. Interrupted, it goes on with those that are left; finished, it does nothing again."""
    found = db.session.get(RetentionRun, run_id)
    if found is None or found.state != "approved":
        return "没有要处理的。"
    kept, left = register(found.register), 0
    for _, ids in _pieces(kept, found):
        for start in range(0, len(ids), AT_ONCE):
            for row in kept.locked(found.unit, found.before, ids[start : start + AT_ONCE]):
                try:
                    with db.session.begin_nested():
                        kept.forget(row)
                        db.session.flush()
                    found.done += 1
                except RuleError:  # something about it is under way elsewhere: it stays, and is due again
                    left += 1
            progress(min(found.done + left, found.count), found.count)
    found.left = left
    found.finish()
    return f"{kept.keeping.name}：处理 {found.done} 条，不能处理 {found.left} 条。"


def gave_up(why: str, run_id: int) -> None:
    """After the last try of either."""
    if found := db.session.get(RetentionRun, run_id):
        found.fail(why)


def _pieces(kept: Kept, run: RetentionRun) -> Iterator[tuple[int, list[int]]]:
    """All of the register, read a piece at a time while nobody waits to write."""
    last = 0
    while True:
        with reading_first():
            piece = kept.piece(run.unit, run.before, last)
        if piece is None:
            return
        last = piece[0]
        yield piece
