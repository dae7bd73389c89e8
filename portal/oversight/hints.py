"""异常访问提示: days on which an account looked at or took away more than usual, for the auditor to look into.

A hint says what was counted, and opens the rows. It is no finding: it ranks nobody, is kept nowhere, and whoever it is about has often just done
the work (docs/adr/0070). Whether a resident is related to the reader is not asked: nobody knows the relatives of officials, and nobody
shall have to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.scope import audited_by
from portal.audit.trail import ACCESS
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.oversight.asking import Days
from portal.oversight.settings import KEY
from portal.people.models import Person
from portal.permissions import READ_TRAIL
from portal.records.naming import known_in
from portal.settings import settings_of

NIGHT, SEEN, TAKEN, STRANGERS = "night", "seen", "taken", "strangers"
KINDS = {
    NIGHT: "夜间查看、导出、打印",
    SEEN: "查看完整个人信息较多",
    TAKEN: "导出、下载较多",
    STRANGERS: "查看没有工作关系的居民",
}
SEES, TAKES = frozenset({"reveal"}), frozenset({"export", "download", "person_export"})
NEAR = frozenset({"community", "grid", "building"})  # who works there answers for whoever lives there
MOST = 50_000  # entries looked at


class Row(NamedTuple):
    """What is read of an entry."""

    id: int
    at: datetime
    actor_id: int
    action: str
    subject_kind: str
    subject_id: str


@dataclass(frozen=True)
class Hint:
    """What an account did on a day: entries `ids`, `count` of what is counted, more than `most`."""

    kind: str
    user: User
    day: date
    ids: tuple[int, ...]
    count: int
    most: int

    @property
    def words(self) -> str:
        """How it was counted."""
        unit = "位居民" if self.kind == STRANGERS else "次"
        return f"{self.count} {unit}，超过 {self.most} {unit}就提示"


@dataclass(frozen=True)
class Found:
    """The hints of some days, by day and account; whether there were too many entries to look at all."""

    hints: list[Hint]
    cut: bool


def hints(days: Days) -> Found:
    """What stands out on these days in the units whose trail the reader may see."""
    rows, cut = _rows(days)
    local, users = _local(), _users({each.actor_id for each in rows})
    by_day = [each for each in rows if each.at < days.end]
    found = [
        Hint(kind, users[actor], day, tuple(each.id for each in some), count, most)
        for kind, most, counted in (
            (NIGHT, local.night_most, _by_night(rows, days, local.night_from, local.night_until)),
            (SEEN, local.seen_most, _by_day(by_day, SEES)),
            (TAKEN, local.taken_most, _by_day(by_day, TAKES)),
            (STRANGERS, local.strangers_most, _strange(by_day, users)),
        )
        for (actor, day), some in counted.items()
        if (count := len({each.subject_id for each in some}) if kind == STRANGERS else len(some)) > most
    ]
    order = list(KINDS)
    return Found(sorted(found, key=lambda each: (-each.day.toordinal(), order.index(each.kind), each.user.id)), cut)


def _rows(days: Days) -> tuple[list[Row], bool]:
    """Entries in which somebody saw or took data, oldest first, until the last night is over in the morning after; whether the oldest are left
    out, being too many."""
    until = days.end + timedelta(hours=12)
    columns = (getattr(AuditEntry, name) for name in Row._fields)
    asked = select(*columns).where(
        audited_by(current_user),
        AuditEntry.action.in_(ACCESS),
        AuditEntry.at >= days.begin,
        AuditEntry.at < until,
        AuditEntry.actor_id.is_not(None),
    )
    newest = asked.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(MOST)
    rows = [Row(*each) for each in db.session.execute(newest)]
    return rows[::-1], len(rows) == MOST


def _local():
    units = current_user.units_with(READ_TRAIL)
    return settings_of(KEY, units[0])


def _users(ids: Iterable[int]) -> dict[int, User]:
    return {each.id: each for each in db.session.scalars(select(User).where(User.id.in_(ids)))}


Counted = dict[tuple[int, date], list[Row]]


def _by_day(rows: Sequence[Row], actions: frozenset[str]) -> Counted:
    counted: Counted = {}
    for each in rows:
        if each.action in actions:
            counted.setdefault((each.actor_id, clock.local(each.at).date()), []).append(each)
    return counted


def _by_night(rows: Sequence[Row], days: Days, start: int, end: int) -> Counted:
    """By the day on which the night began, of these `days`."""
    counted: Counted = {}
    for each in rows:
        if _is_night(each.at, start, end) and days.first <= (night := _night_of(each.at, end)) <= days.last:
            counted.setdefault((each.actor_id, night), []).append(each)
    return counted


def _is_night(at: datetime, start: int, end: int) -> bool:
    hour = clock.local(at).hour
    return hour >= start or hour < end


def _night_of(at: datetime, end: int) -> date:
    return (clock.local(at) - timedelta(hours=end)).date()


def _strange(rows: Sequence[Row], users: dict[int, User]) -> Counted:
    """Full views of residents whom neither a record of the offices of the reader names, nor the place for which the reader answers."""
    counted = {
        place: some
        for place, each in _by_day(rows, SEES).items()
        if (some := [row for row in each if row.subject_kind == Person.__tablename__])
    }
    known: dict[int, set[int]] = {}
    for actor in {actor for actor, _ in counted}:
        seen = {int(row.subject_id) for (whose, _), some in counted.items() if whose == actor for row in some}
        known[actor] = _known_to(users[actor], seen)
    left = {
        (actor, day): [row for row in some if int(row.subject_id) not in known[actor]]
        for (actor, day), some in counted.items()
    }
    return {place: some for place, some in left.items() if some}


def _known_to(user: User, people: set[int]) -> set[int]:
    units = [each.unit for each in (user.current_appointments or user.appointments)]
    near = [each for each in units if each.kind in NEAR]
    return known_in(people, units) | _living_in(near, people)


def _living_in(units: Sequence[OrgUnit], people: set[int]) -> set[int]:
    return {
        ident
        for each in units
        for ident in db.session.scalars(select(Person.id).where(Person.id.in_(people), each.subtree_of(Person)))
    }
