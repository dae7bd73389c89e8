"""How many messages wait to be read: on every page, so counted anew only when there is a new one or something was read."""

from flask import current_app, g
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from portal.accounts.models import BESIDE, User
from portal.accounts.rights import granted
from portal.extensions import db
from portal.notices.models import Message, Reader, Reading

MOST = 99
KEPT = 5_000  # readers whose count is remembered
NEWEST, VERSION = "newest_message", "messages_read"

# asked in the statement that finds who is signed in
BESIDE[NEWEST] = select(func.max(Message.id)).scalar_subquery()
BESIDE[VERSION] = select(Reader.version).where(Reader.user_id == bindparam("user_id")).scalar_subquery()


def unread_count() -> str:
    """How many messages the signed-in person has not read, 99+ at most; "" for none."""
    if not current_user.is_authenticated:
        return ""
    beside = g.get("beside", {})
    offices = [(each.unit_id, granted(each.role, each.unit)) for each in current_user.current_appointments]
    stands = beside.get(NEWEST), beside.get(VERSION), offices
    known = current_app.extensions.setdefault("portal_unread", {})
    before = known.get(current_user.id)
    if before is None or before[0] != stands or not beside:
        if len(known) >= KEPT:
            known.clear()
        number = db.session.scalar(_counting(current_user)) if stands[0] or not beside else 0
        before = known[current_user.id] = stands, f"{MOST}+" if number > MOST else str(number or "")
    return before[1]


def unread(user: User) -> ColumnElement[bool]:
    """The condition: for `user`, and not read."""
    read_to = db.session.scalar(select(Reader.read_to).where(Reader.user_id == user.id)) or 0
    return Message.for_(user, read_to) & ~_read_by(user)


def _read_by(user: User) -> ColumnElement[bool]:
    return exists().where(Reading.user_id == user.id, Reading.message_id == Message.id)


def _counting(user: User) -> Select:
    return select(func.count()).select_from(select(Message.id).where(unread(user)).limit(MOST + 1).subquery())


def read(user: User, message: Message) -> None:
    """`user` has read this one."""
    reader = Reader.of(user)
    if message.id > reader.read_to and db.session.get(Reading, (user.id, message.id)) is None:
        db.session.add(Reading(user_id=user.id, message_id=message.id))
        reader.version += 1


def read_all(user: User, up_to: int) -> None:
    """`user` has read all up to the message `up_to`, the newest on the page when the button was pressed. Of those told in the same second by
    transactions that ended later one may count as read; the desk shows its record all the same."""
    newest = db.session.scalar(select(func.max(Message.id))) or 0
    reader = Reader.of(user)
    reader.read_to, reader.version = max(reader.read_to, min(up_to, newest)), reader.version + 1
    db.session.execute(
        Reading.__table__.delete().where(Reading.user_id == user.id, Reading.message_id <= reader.read_to)
    )
