"""The jobs that decide to whom messages go outside, and when; and that delete what is old."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import contains_eager

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.rights import granted
from portal.extensions import db
from portal.notices.models import Channel, Delivery, Enclosed, Message, Reader, Reading
from portal.notices.models.channel import channels_above
from portal.notices.models.message import PENDING_SQL
from portal.notices.quiet import due_at
from portal.notices.sending import enqueue_sending
from portal.notices.settings import KEY
from portal.org.models import OrgUnit
from portal.settings import settings_of
from portal.workdays.models import load_calendar

AT_ONCE, OLD_AT_ONCE = 20, 500  # messages in one transaction
KEEP_DELIVERIES = timedelta(days=180)
STALE = timedelta(days=2)  # what was not spread for so long goes out no more


def spread(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """Make deliveries of the messages that wait for it."""
    done = 0
    pending = select(Message).where(text(PENDING_SQL)).order_by(Message.id).limit(AT_ONCE)
    while messages := db.session.scalars(pending).all():
        for each in messages:
            if each.at > ctx.now - STALE:
                _spread(each, ctx.now)
            each.spread_at = ctx.now
        done += len(messages)
        progress(done, done)
    return f"{done} 条消息已安排发送。"


def purge(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """Delete messages that are older than the district keeps them, with what was read of them; and what was sent long ago."""
    gone = 0
    for county in db.session.scalars(select(OrgUnit).where(OrgUnit.kind == "county")).all():
        last = ctx.now - timedelta(days=settings_of(KEY, county).keep_days)
        old = select(Message.id).where(Message.county_id == county.id, Message.at < last).limit(OLD_AT_ONCE)
        while found := db.session.scalars(old).all():
            for part in (Reading.message_id, Enclosed.message_id, Message.id):
                db.session.execute(delete(part.class_).where(part.in_(found)))
            gone += len(found)
            progress(gone, gone)
    sent = select(Delivery.id).where(Delivery.at < ctx.now - KEEP_DELIVERIES)
    db.session.execute(delete(Enclosed).where(Enclosed.delivery_id.in_(sent)))
    db.session.execute(delete(Delivery).where(Delivery.at < ctx.now - KEEP_DELIVERIES))
    return f"删除过期的消息 {gone} 条。"


def _spread(message: Message, now: datetime) -> None:
    place = db.session.get(OrgUnit, message.unit_id or message.county_id)
    if place is None:
        return
    channels = db.session.scalars(select(Channel).where(Channel.id.in_(channels_above(place)))).all()
    people = _people(message, place) if any(not each.is_robot for each in channels) else []
    rules, calendar = settings_of(KEY, place), load_calendar()
    for channel in channels:
        for user_id, mode in _wanted(channel, message, people):
            _enclose(message, channel, user_id, due_at(message.kind, mode, now, rules, calendar))


def _wanted(channel: Channel, message: Message, people: list[Reader]) -> Iterator[tuple[int | None, str]]:
    """Whom `channel` tells of `message`, None for its group, and how often they want it."""
    if channel.is_robot:
        if message.unit_id and message.kind in channel.kinds:
            yield None, channel.mode
        return
    for reader in people:
        if message.kind in reader.kinds and reader.address_for(channel.way):
            yield reader.user_id, reader.mode


def _people(message: Message, place: OrgUnit) -> list[Reader]:
    """Readers who are told of `message` and want it outside."""
    if message.user_id:
        ids = {message.user_id}
    else:
        offices = db.session.scalars(
            select(Appointment)
            .join(Appointment.user)
            .options(contains_eager(Appointment.user))
            .where(Appointment.unit_id == place.id, Appointment.current_on(clock.today()), User.active)
        )
        ids = {each.user_id for each in offices if message.needs in granted(each.role, place)}
    wanted = select(Reader).where(Reader.user_id.in_(ids - {message.by_id}), Reader.mode != "off")
    return list(db.session.scalars(wanted.order_by(Reader.user_id)))


def _enclose(message: Message, channel: Channel, user_id: int | None, due: datetime) -> None:
    """Put `message` into what goes out at that moment."""
    batch = f"{channel.id}:{user_id or 0}:{due:%Y-%m-%dT%H:%M:%S.%f}"
    delivery = db.session.scalar(select(Delivery).where(Delivery.batch == batch))
    if delivery is None:
        delivery = Delivery(
            batch=batch, channel=channel, user_id=user_id, state="waiting", due_at=due, tries=0, at=clock.now()
        )
        db.session.add(delivery)
        db.session.flush()
        enqueue_sending(delivery)
    db.session.add(Enclosed(delivery_id=delivery.id, message_id=message.id))
