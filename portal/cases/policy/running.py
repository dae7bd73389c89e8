"""Cases whose time runs already: moved to the rule in force only when somebody asks, after seeing how many and which way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts.models import User
from portal.cases.models import STATES, Case
from portal.cases.policy.reckoning import Granted, to_handle
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.workdays.models import load_calendar

MOST = 500  # moved at once
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
    """All that would move, those that are due first before the others; how many were looked at, and whether there are more of them."""

    looked_at: int
    shifts: list[Shift]
    more: bool

    @classmethod
    def of(cls, unit: OrgUnit, user: User) -> Self:
        """Of open cases of `unit` that `user` may see: accepted, not standing still, and not on a day that the law of a plugin set."""
        runs = (Case.status.in_(HANDLED), Case.due_at.is_not(None), Case.clock_period != "")
        asked = Case.visible_to(user).where(unit.subtree_of(Case), *runs).options(joinedload(Case.unit))
        found = db.session.scalars(asked.order_by(Case.due_at, Case.id).limit(MOST + 1)).unique().all()
        cases = found[:MOST]
        return cls(len(cases), [each for case in cases if (each := _shift(case))], len(found) > MOST)

    @property
    def earlier(self) -> int:
        return sum(not each.later for each in self.shifts)

    @property
    def later(self) -> int:
        return len(self.shifts) - self.earlier

    def make(self, by: User) -> int:
        """Move them all; how many."""
        for each in self.shifts:
            each.case.reckon_anew(f"按现行规定（{each.granted.basis}）重算。", by=by, granted=each.granted)
        return len(self.shifts)


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
