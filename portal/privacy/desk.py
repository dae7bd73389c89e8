"""Two cards of the desk: requests that wait for the second person, and those that wait for an answer, until it was handed over."""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.accounts.hands import by_another
from portal.accounts.models import User
from portal.accounts.reader import Reader
from portal.plugin.contributions import Queue
from portal.privacy.models import DECIDE, RIGHTS, DataRequest


def _undecided(reader: Reader) -> Select | None:
    """Not of whoever entered it."""
    if not reader.can(DECIDE):
        return None
    return _found(waiting_for(reader, "second"))


def _unanswered(reader: Reader) -> Select | None:
    if not reader.can(RIGHTS):
        return None
    return _found(waiting_for(reader, "answer"))


def waiting_for(reader: Reader | User, what: str) -> ColumnElement[bool]:
    """The second person, or an answer."""
    if what == "second":
        others = by_another(reader, [DataRequest.asked_by_id], DataRequest, lambda: DataRequest.reach(reader, DECIDE))
        return and_(DataRequest.state == "asked", others)
    mine = or_(DataRequest.state != "asked", DataRequest.asked_by_id == reader.id)
    return and_(DataRequest.reach(reader, RIGHTS), DataRequest.answered_on.is_(None), mine)


def _found(waiting) -> Select:
    found = select(DataRequest.id, DataRequest.number.label("text"), DataRequest.answer_by.label("due"))
    return found.where(waiting).order_by(DataRequest.answer_by, DataRequest.id)


AT = "/people/requests"
QUEUES = [
    Queue(
        "privacy-undecided",
        "个人信息请求待复核",
        f"{AT}?waits=second",
        f"{AT}/{{id}}",
        _undecided,
        "info",
        40,
        "同意或者不同意",
    ),
    Queue(
        "privacy-unanswered",
        "个人信息请求待答复",
        f"{AT}?waits=answer",
        f"{AT}/{{id}}",
        _unanswered,
        "info",
        41,
        "打印答复书，登记答复",
    ),
]
