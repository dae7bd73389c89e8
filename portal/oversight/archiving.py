"""The job that archives old entries of the trail."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from portal import clock
from portal.audit import trail
from portal.audit.archives import archive
from portal.extensions import db
from portal.oversight.settings import months_kept
from portal.workdays.arithmetic import months_after


def run(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """Take what is older than the setting says out of the tables, into files. Fails where an entry is not as it was signed."""
    taken = archive(limit(ctx.now), progress)
    if taken:
        trail.record("audit_archive", detail=f"{taken} 条")
        db.session.commit()
    return f"归档 {taken} 条审计记录。" if taken else "没有满一个文件的旧审计记录。"


def limit(now: datetime) -> datetime:
    """Entries from before this moment are archived."""
    day = months_after(clock.local(now).date(), -months_kept())
    return datetime.combine(day, time(), clock.SHANGHAI)
