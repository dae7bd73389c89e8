"""What waits on the work desk of whoever administers: channels that cannot send."""

from sqlalchemy import Date, Select, case, cast, null, or_, select

from portal.accounts.reader import Reader
from portal.notices.models import Channel
from portal.notices.models.channel import MANAGE
from portal.plugin.contributions import Queue


def _failing(reader: Reader) -> Select | None:
    if not reader.can(MANAGE):
        return None
    said = case((Channel.paused_at.is_not(None), Channel.name + "：已暂停，"), else_=Channel.name + "：")
    found = select(Channel.id, (said + Channel.last_error).label("text"), cast(null(), Date).label("due"))
    failing = or_(Channel.lost > 0, Channel.paused_at.is_not(None))
    return found.where(reader.reach(Channel, MANAGE), Channel.ended_at.is_(None), failing).order_by(Channel.id)


QUEUE = Queue("channels", "消息发不出去", "/channels", "/channels/{id}", _failing, "warn", 5, "核对设置，再发或者停用")
