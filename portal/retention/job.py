"""The job that deals with what two people agreed on, some rows at a time."""

from collections.abc import Callable
from typing import Any

from portal.errors import RuleError
from portal.extensions import db
from portal.retention.models import RetentionRun
from portal.retention.registers import register

AT_ONCE = 20


def run(ctx: Any, progress: Callable[[int, int], None], run_id: int) -> str:
    """Take the names out of the rows that are still due. Interrupted, it goes on with those that are left; finished, it does nothing again."""
    found = db.session.get(RetentionRun, run_id)
    if found is None or found.state != "approved":
        return "没有要处理的。"
    kept, unit, before, last = register(found.register), found.unit, found.before, 0
    left = 0
    while rows := kept.after(unit, before, last, AT_ONCE):
        last = rows[-1].id
        for row in rows:
            try:
                with db.session.begin_nested():
                    kept.keeping.forget(row)
                    db.session.flush()
                found.done += 1
            except RuleError:  # something about it is under way elsewhere: it stays, and is due again
                left += 1
        progress(min(found.done + left, found.count), found.count)
    found.left = left
    found.finish()
    return f"{kept.keeping.name}：处理 {found.done} 条，不能处理 {found.left} 条。"
