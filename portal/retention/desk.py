"""What waits for the second person stands on the desk."""

from sqlalchemy import Date, Select, cast, null, select

from portal.accounts.hands import by_another
from portal.accounts.reader import Reader
from portal.plugin.contributions import Queue
from portal.retention.models import MANAGE, RetentionRun


def _rows(reader: Reader) -> Select | None:
    """Not of whoever asked."""
    if not reader.can(MANAGE):
        return None
    others = by_another(reader, [RetentionRun.asked_by_id], RetentionRun, lambda: RetentionRun.reach(reader, MANAGE))
    waiting = (RetentionRun.state == "asked") & others
    found = select(RetentionRun.id, RetentionRun.reason.label("text"), cast(null(), Date).label("due"))
    return found.where(waiting).order_by(RetentionRun.id)


QUEUE = Queue("retention", "到期信息待复核", "/retention", "/retention/runs/{id}", _rows, "info", 45, "同意或者不同意")
