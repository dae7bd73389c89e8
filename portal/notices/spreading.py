"""The jobs that decide to whom messages go outside, and when; and that delete what is old."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select, text
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

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
    gone = sent = 0
    for county_id, days in _kept_days().items():
        place = Message.county_id.is_(None) if county_id is None else Message.county_id == county_id
        old = select(Message.id).where(place, Message.at < ctx.now - timedelta(days=days))
        for found in _pages(old):
            _delete(found, Reading.message_id, Enclosed.message_id, Message.id)
            gone += len(found)
            progress(gone, gone)
    for found in _pages(select(Delivery.id).where(Delivery.at < ctx.now - KEEP_DELIVERIES)):
        _delete(found, Enclosed.delivery_id, Delivery.id)
        sent += len(found)
        progress(gone + sent, gone + sent)
    return f"删除过期的消息 {gone} 条。"


def _kept_days() -> dict[int | None, int]:
    """County → days for which its messages are kept; None, for what lies in no county: as long as the city that keeps them longest."""
    found = db.session.scalars(select(OrgUnit).where(OrgUnit.kind.in_(("city", "county")))).all()
    days = [(each.county_id, settings_of(KEY, each).keep_days) for each in found]
    return dict(sorted(days, key=lambda each: each[1]))


def _pages(wanted: Select) -> Iterator[Sequence[int]]:
    """The ids that are `wanted`, so many at once; whoever takes them deletes them before the next."""
    while found := db.session.scalars(wanted.limit(OLD_AT_ONCE)).all():
        yield found


def _delete(ids: Sequence[int], *columns: InstrumentedAttribute) -> None:
    """The rows that have one of `ids` there, table by table."""
    for each in columns:
        db.session.execute(delete(each.class_).where(each.in_(ids)))


def _spread(message: Message, now: datetime) -> None:
    place = _place_of(message)
    if place is None:
        return
    channels = db.session.scalars(select(Channel).where(Channel.id.in_(channels_above(place)))).all()
    people = _people(message, place) if any(not each.is_robot for each in channels) else []
    rules, calendar = settings_of(KEY, place), load_calendar()
    for channel in channels:
        for user_id, mode in _wanted(channel, message, people):
            _enclose(message, channel, user_id, due_at(message.kind, mode, now, rules, calendar))


def _place_of(message: Message) -> OrgUnit | None:
    """Where its channels are looked for, from there up: its unit or county; of one person about what lies in no county, the city of the office
    held. None where there is none any more."""
    ident = message.unit_id or message.county_id
    if ident is None and (user := db.session.get(User, message.user_id)):
        ident = next((each.city_id or each.id for each in user.units), None)
    return db.session.get(OrgUnit, ident) if ident else None


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
        held = db.session.scalars(
            select(Appointment).where(Appointment.for_id == message.user_id, Appointment.counting_on(clock.today()))
        )
        ids = {message.user_id, *(each.user_id for each in held)}
    else:
        offices = db.session.scalars(
            select(Appointment)
            .join(Appointment.user)
            .options(contains_eager(Appointment.user))
            .where(Appointment.unit_id == place.id, Appointment.counting_on(clock.today()), User.active)
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
