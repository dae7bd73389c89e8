"""Cases whose time runs already: moved to the rule in force only when somebody asks, after seeing how many and which way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Self

from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import selectinload

from portal import clock
from portal.accounts.models import User
from portal.cases.models import STATES, Case
from portal.cases.models.states import OPEN_SQL
from portal.cases.policy.reckoning import Granted, to_handle
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.workdays.models import load_calendar

TOGETHER = 100  # read with one statement, moved in one transaction
COUNTED = 500  # looked at before a page stops counting
HANDLED = tuple(key for key in STATES.open if key != "registered")


@dataclass(frozen=True)
class Shift:
    """What the rule in force would do to one case."""

    case: Case
    granted: Granted
    due_at: datetime

    @property
    def later(self) -> bool:
        return self.due_at > self.case.due_at


@dataclass(frozen=True)
class Shifts:
    """What would move among the first that are looked at; how many these are, and whether there are more of them."""

    looked_at: int
    shifts: list[Shift]
    more: bool

    @classmethod
    def of(cls, unit: OrgUnit, user: User) -> Self:
        """As `batches`, up to COUNTED cases."""
        found = list(islice(chain.from_iterable(batches(unit, user)), COUNTED + 1))
        counted = found[:COUNTED]
        return cls(len(counted), [each for each in counted if each], len(found) > COUNTED)

    @property
    def earlier(self) -> int:
        return sum(not each.later for each in self.shifts)

    @property
    def later(self) -> int:
        return len(self.shifts) - self.earlier


def batches(unit: OrgUnit, user: User) -> Iterator[list[Shift | None]]:
    """What would become of each open case of `unit` that `user` may see, some at a time, None where it stays: of those accepted, not standing
    still, and not on a day that the law of a plugin set. In the order of their time, of which each place has an index: one that is moved meanwhile to a later
    day is met there again, and stays."""
    open_ = unit.subtree_of(Case), Case.due_at.is_not(None), text(OPEN_SQL)
    key, last = (Case.due_at, Case.id), ()
    ahead = select(*key).where(*open_).order_by(*key).limit(TOGETHER)
    asked = Case.visible_to(user).options(selectinload(Case.unit)).order_by(*key)
    while found := db.session.execute(ahead.where(tuple_(*key) > tuple_(*last)) if last else ahead).all():
        last = found[-1]
        cases = db.session.scalars(asked.where(Case.id.in_([each.id for each in found]))).unique()
        yield [_shift(each) for each in cases if each.status in HANDLED and each.clock_period]


def _shift(case: Case) -> Shift | None:
    """Nothing where the rule in force comes to the same day."""
    granted = to_handle(case.unit, case.as_terms, clock.now())
    if str(granted.period) == case.clock_period:
        return None
    due_at, _ = case.reckoned(granted.period)
    return Shift(case, granted, due_at) if due_at != case.due_at else None


def tentative_ids() -> list[int]:
    """Open cases reckoned without holidays that are published by now; those that stand still are reckoned when they go on."""
    known = load_calendar().known_until
    found = select(Case.id).where(Case.tentative, Case.due_at.is_not(None), Case.status.in_(STATES.open))
    return list(db.session.scalars(found.where(Case.due_at <= known))) if known else []


def late_twice_ids(now: datetime) -> list[int]:
    """Open cases that have by now taken twice as long as they may, and of which nobody was told."""
    return list(db.session.scalars(select(Case.id).where(Case.status.in_(STATES.open), Case.twice_at <= now)))
