"""Who is told of a step: declared in a table on the record (`tells`), stored as messages in the transaction of the step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.rights import granted
from portal.extensions import db
from portal.jobs.queue import enqueue
from portal.notices.models.channel import channels_above
from portal.notices.models.message import Message
from portal.notices.words import KINDS
from portal.org.models import OrgUnit
from portal.permissions import declared

__all__ = ["Told", "holders", "nearest"]

HISTORY = timedelta(days=31)  # what is entered as of longer ago is no news
SPREAD = "notices.spread"


class Address(NamedTuple):
    """Whoever holds `needs` in `unit`, or in the nearest unit above where somebody does (`or_above`); or one person."""

    unit: OrgUnit | None = None
    needs: str = ""
    or_above: bool = False
    user_id: int | None = None


@dataclass(frozen=True)
class Told:
    """That a step is told. `kind`: a key of `portal.notices.words.KINDS`; `said`: what happened, in words that name nobody; `to(row, made)`:
    whom, from the row the step was taken on and what it made; `url`: the page of the record, with {id}, or its list, for those who lose sight of it;
    `about`: the record with the number that people know it by, by default that of the row. Raises ValueError for an unknown kind.
    """

    kind: str
    said: str
    to: Callable[[Any, Any], Iterable[Address]]
    url: str
    about: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of message: {sorted(KINDS)}")


def holders(unit: OrgUnit, permission: str) -> Address:
    """Whoever holds `permission` by an office in `unit` itself. Raises LookupError for one that nobody declares."""
    return Address(unit, declared(permission))


def nearest(unit: OrgUnit, permission: str) -> Address:
    """The same, or where nobody does, of the nearest unit above. Raises LookupError for a permission that nobody declares."""
    return Address(unit, declared(permission), or_above=True)


def person(user: User | int | None) -> Address:
    """One person, by row or id; nobody for None."""
    return Address(user_id=user.id if isinstance(user, User) else user)


def tell(told: Told, row: Any, made: Any = None, *, by: User | None, key: str = "") -> list[Message]:
    """Store the messages that `told` declares for a step on `row`, and have them sent outside where there is a channel. With `key`, which
    is then part of theirs, nobody is told twice. Answers those that are new."""
    if _is_history():
        return []
    record = told.about(row) if told.about else getattr(row, "record", row)
    if record.id is None:
        db.session.flush()
    places = dict.fromkeys(place for each in told.to(row, made) if (place := _place(each)))
    new = [_message(told, record, place, by, key) for place in places if not _told(key, place)]
    db.session.add_all(new)
    if any(each.spread_at is None for each in new):
        _have_spread()
    return new


def _message(told: Told, record: Any, place: tuple[int | None, str, int | None], by: User | None, key: str) -> Message:
    unit_id, needs, user_id = place
    goes_out = bool(channels_above(record.unit))
    return Message(
        once=_once(key, place),
        kind=told.kind,
        said=told.said,
        number=record.number,
        record_kind=record.__tablename__,
        record_id=record.id,
        url=told.url.format(id=record.id),
        county_id=record.county_id,
        unit_id=unit_id,
        needs=needs,
        user_id=user_id,
        by_id=by.id if by else None,
        at=clock.now(),
        spread_at=None if goes_out else clock.now(),
    )


def _place(address: Address) -> tuple[int | None, str, int | None] | None:
    """Unit, permission and person of `address`; None for nobody."""
    if address.unit is None:
        return (None, "", address.user_id) if address.user_id else None
    found = _nearest_with(address.unit, address.needs) if address.or_above else address.unit.id
    return (found, address.needs, None) if found else None


def _nearest_with(unit: OrgUnit, permission: str) -> int | None:
    """Id of `unit`, or of the nearest above it, in which somebody holds `permission` today."""
    way = unit.ancestor_ids
    offices = db.session.execute(
        select(OrgUnit, Appointment.role)
        .join(Appointment, Appointment.unit_id == OrgUnit.id)
        .join(Appointment.user)
        .where(OrgUnit.id.in_(way), Appointment.counting_on(clock.today()), User.active)
        .distinct()
    )
    held = {place.id for place, role in offices if permission in granted(role, place)}
    return next((ident for ident in reversed(way) if ident in held), None)


def _told(key: str, place: tuple[int | None, str, int | None]) -> bool:
    return bool(key) and db.session.scalar(select(Message.id).where(Message.once == _once(key, place))) is not None


def _once(key: str, place: tuple[int | None, str, int | None]) -> str | None:
    unit_id, _, user_id = place
    return f"{key}:{unit_id or 0}:{user_id or 0}" if key else None


def _is_history() -> bool:
    """Whether what happens is entered as of long ago (the demo, samples)."""
    moment = clock.pretended()
    return moment is not None and datetime.now(UTC) - moment > HISTORY


def _have_spread() -> None:
    """One job for all that is told within a minute, once the minute is over."""
    minute = clock.now().replace(second=0, microsecond=0)
    due = minute + timedelta(seconds=65)
    enqueue(SPREAD, key=f"{SPREAD}:{minute:%Y-%m-%dT%H:%M}", run_at=due)
